namespace Drover.Supervision.Watching;

/// <summary>
/// Notices a process whose own writes restart it: <see cref="Limit"/> restarts in a row, each within <see cref="Soon"/> of
/// the start before it, all with a path in common. Pure, and not thread-safe: it belongs to the owner of the process.
/// </summary>
public sealed class LoopGuard
{
    /// <summary>Restarts in a row that make a loop.</summary>
    public const int Limit = 5;

    /// <summary>A restart this soon after a start may be the process's own doing.</summary>
    public static readonly TimeSpan Soon = TimeSpan.FromSeconds(2);

    private HashSet<string> _shared = new(StringComparer.Ordinal);
    private int _inARow;

    /// <summary>Notes a restart caused by file changes.</summary>
    /// <param name="paths">The paths of the batch that caused it.</param>
    /// <param name="uptime">How long the run that is being replaced had lived when the changes came.</param>
    /// <returns>
    /// Null, or the path that keeps triggering: make this restart, then suspend the watch until the next manual restart.
    /// </returns>
    public string? OnRestart(IReadOnlyCollection<string> paths, TimeSpan uptime)
    {
        ArgumentNullException.ThrowIfNull(paths);
        if (uptime >= Soon)
        {
            Reset();
            return null;
        }

        if (_inARow > 0)
        {
            _shared.IntersectWith(paths);
        }

        if (_shared.Count == 0)
        {
            _shared = new HashSet<string>(paths, StringComparer.Ordinal);
            _inARow = 0;
        }

        return ++_inARow >= Limit ? _shared.Min(StringComparer.Ordinal) : null;
    }

    /// <summary>Starts over, as after a manual restart.</summary>
    public void Reset()
    {
        _shared.Clear();
        _inARow = 0;
    }
}
