namespace Drover.Supervision.Watching;

/// <summary>
/// Collects changes until they are worth a restart. Pure: it is told the time and reads no clock.
/// </summary>
/// <remarks>
/// <para>One save is many events. Vim renames the old file away, creates a new one, writes, closes; others write a temporary
/// file and rename it over the old one. With a quiet time of 0 the first of these events must not be delivered, or the process
/// restarts on half a file and then once more. So a change counts as complete when a writer closed the file or a rename put it
/// there; everything else (created, being written, gone) waits at least <see cref="Settle"/> for its second half. A new file
/// that was closed may be a temporary one about to be renamed: it waits for <see cref="SettleNew"/>, and when it is gone again
/// within one period it is no change. A close without a write before it is not a change either: <c>touch</c> opens for writing,
/// too.</para>
/// <para>The quiet time is trailing, and capped, so that a file that is written all the time delays the others no longer than
/// <see cref="Cap"/>. A hold (git at work, seen by its index.lock) delays a batch within the same cap.</para>
/// </remarks>
internal sealed class Debouncer(TimeSpan quiet)
{
    /// <summary>How long an incomplete change waits for its other half.</summary>
    public static readonly TimeSpan Settle = TimeSpan.FromMilliseconds(100);

    /// <summary>How long a new file that was closed waits for being renamed: programs do that at once.</summary>
    public static readonly TimeSpan SettleNew = TimeSpan.FromMilliseconds(15);

    /// <summary>The longest delay from the first change to the batch, unless the quiet time itself is longer.</summary>
    public static readonly TimeSpan Cap = TimeSpan.FromSeconds(10);

    /// <summary>How often a hold is looked at while a batch waits for it.</summary>
    public static readonly TimeSpan HoldInterval = TimeSpan.FromMilliseconds(25);

    private readonly Dictionary<string, Pending> _pending = new(StringComparer.Ordinal);
    private readonly TimeSpan _cap = quiet > Cap ? quiet : Cap;
    private TimeSpan _first;
    private TimeSpan _last;
    private TimeSpan _heldUntil;
    private bool _held;
    private int _complete;
    private int _new;

    private enum Stage
    {
        Open,
        New,
        Complete,
    }

    private readonly record struct Pending(bool Born, Stage Stage);

    /// <summary>True while nothing waits.</summary>
    public bool IsEmpty => _pending.Count == 0;

    /// <summary>Notes a change.</summary>
    /// <param name="path">The path as it will be reported.</param>
    /// <param name="change">What happened.</param>
    /// <param name="now">Monotonic time of the event.</param>
    public void Add(string path, Change change, TimeSpan now)
    {
        var known = _pending.TryGetValue(path, out var before);
        if (change == Change.Closed && !known)
        {
            return;
        }

        if (change == Change.Gone && before.Born)
        {
            _pending.Remove(path);
            Count(before.Stage, -1);
            return;
        }

        if (_pending.Count == 0)
        {
            _first = now;
            _heldUntil = TimeSpan.Zero;
            _held = false;
        }

        _last = now;
        var born = known ? before.Born : change == Change.Created;
        var stage = change switch
        {
            Change.MovedIn => Stage.Complete,
            Change.Closed => born ? Stage.New : Stage.Complete,
            _ => Stage.Open,
        };
        Count(before.Stage, -1);
        Count(stage, 1);
        _pending[path] = new Pending(born, stage);
    }

    /// <summary>The moment at which <see cref="Take"/> has something to give; null while nothing waits.</summary>
    public TimeSpan? Due
    {
        get
        {
            if (_pending.Count == 0)
            {
                return null;
            }

            var settle = _complete > 0 ? TimeSpan.Zero : _new > 0 ? SettleNew : Settle;
            var due = _last + (quiet > settle ? quiet : settle);
            if (due < _heldUntil)
            {
                due = _heldUntil;
            }

            return due < _first + _cap ? due : _first + _cap;
        }
    }

    /// <summary>
    /// Puts a batch that is due off while something holds it, and for one interval more: what happened under the hold may
    /// still be on its way.
    /// </summary>
    /// <param name="busy">True while something holds it.</param>
    /// <param name="now">Monotonic time.</param>
    /// <returns>False when the batch is to be taken now.</returns>
    public bool Hold(bool busy, TimeSpan now)
    {
        if ((!busy && !_held) || now >= _first + _cap)
        {
            return false;
        }

        _held = busy;
        _heldUntil = now + HoldInterval;
        return true;
    }

    /// <summary>Takes everything that waits.</summary>
    /// <returns>The batch; null when nothing waits.</returns>
    public WatchBatch? Take()
    {
        if (_pending.Count == 0)
        {
            return null;
        }

        var total = _pending.Count;
        var paths = _pending.Keys.Order(StringComparer.Ordinal).Take(WatchBatch.MaxPaths).ToArray();
        _pending.Clear();
        (_complete, _new) = (0, 0);
        return new WatchBatch(paths, total);
    }

    private void Count(Stage stage, int difference)
    {
        _complete += stage == Stage.Complete ? difference : 0;
        _new += stage == Stage.New ? difference : 0;
    }
}
