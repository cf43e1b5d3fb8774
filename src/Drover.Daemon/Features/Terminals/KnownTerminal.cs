using Drover.Contracts.Terminals;
using Drover.Daemon.Processes;
using Drover.Supervision.Logs;
using Drover.Supervision.Stopping;
using Drover.Supervision.Supervisor;

namespace Drover.Daemon.Features.Terminals;

/// <summary>A terminal as the daemon knows it. Its process belongs to an owner loop; it is the observer, too, because nothing of it is stored.</summary>
internal sealed class KnownTerminal(Guid id, TerminalPlan plan, TimeProvider time) : IProcessObserver, IDisposable
{
    // What a shell answers for a command it cannot find.
    private const int NotStarted = 127;

    // Nobody knows how it ended, so not 0.
    private const int Unknown = 255;

    private readonly Lock _gate = new();
    private readonly CancellationTokenSource _removed = new();
    private volatile ProcessSnapshot _told = new() { State = ProcessState.Starting };
    private TerminalReason? _ending;
    private int _viewers;
    private long _seenBytes;
    private long _lastUse = time.GetTimestamp();

    public Guid Id { get; } = id;

    public string Name { get; } = TerminalId.Of(id);

    public TerminalPlan Plan { get; } = plan;

    public SupervisedProcess? Process { get; set; }

    public SessionLog Log => Process!.Log;

    /// <summary>Wakes those who wait for a change.</summary>
    public ChangeSignal Changed { get; } = new();

    /// <summary>Cancelled a little after the terminal was removed: whoever has not read its end by then does not get it.</summary>
    public CancellationToken Removed => _removed.Token;

    /// <summary>Why it was asked to end; null when it was not. The first one counts.</summary>
    public TerminalReason? Ending
    {
        get => _ending;
        set => _ending ??= value;
    }

    public int Viewers => Volatile.Read(ref _viewers);

    public bool HasEnded => !_told.State.IsActive();

    /// <summary>True when it has ended and nothing can print any more.</summary>
    public bool IsOver => HasEnded && _told.Output != OutputState.Open;

    /// <summary>How it ended; null before.</summary>
    public TerminalEnd? End => !HasEnded ? null : _told.Exit switch
    {
        ProcessExit.Exited exited => new(exited.Code, null, _ending ?? TerminalReason.Exited),
        ProcessExit.Signaled signaled => new(128 + signaled.Signal, SignalNames.Name(signaled.Signal), _ending ?? TerminalReason.Exited),
        ProcessExit.FailedToStart => new(NotStarted, null, _ending ?? TerminalReason.FailedToStart),
        _ => new(Unknown, null, _ending ?? TerminalReason.Lost),
    };

    public Terminal View() => new()
    {
        TerminalId = Name,
        Cmd = Plan.Line ?? Plan.Shell,
        Cwd = Path.GetRelativePath(Plan.Workspace, Plan.Cwd),
        Workspace = Plan.Workspace,
        CreatedAt = Plan.CreatedAt,
        Pid = _told.Pid,
        State = _told switch
        {
            { State: ProcessState.Stopping } => TerminalState.Stopping,
            _ when HasEnded => TerminalState.Exited,
            { Pid: not null } => TerminalState.Running,
            _ => TerminalState.Starting,
        },
        Viewers = Viewers,
        End = End,
    };

    public void ViewerCame() => Interlocked.Increment(ref _viewers);

    public void ViewerLeft()
    {
        Volatile.Write(ref _lastUse, time.GetTimestamp());
        Interlocked.Decrement(ref _viewers);
    }

    /// <summary>How long nobody has looked at it and it has printed nothing, as far as the looks tell: output counts from the look that found it.</summary>
    public TimeSpan LookForUse()
    {
        lock (_gate)
        {
            var bytes = Log.BytesOf(LogStream.Stdout).End;
            if (Viewers > 0 || bytes != _seenBytes)
            {
                _seenBytes = bytes;
                Volatile.Write(ref _lastUse, time.GetTimestamp());
            }

            return time.GetElapsedTime(Volatile.Read(ref _lastUse));
        }
    }

    /// <summary>Says farewell to its viewers.</summary>
    public void Remove()
    {
        _removed.CancelAfter(TerminalLimits.Farewell);
        Changed.Pulse();
    }

    public ValueTask OnChangedAsync(SupervisedProcess process, ProcessSnapshot snapshot, ProcessEvent happened)
    {
        Process = process;
        _told = snapshot;
        Changed.Pulse();
        return ValueTask.CompletedTask;
    }

    public void Dispose() => _removed.Dispose();

    /// <summary>Its id, for the log.</summary>
    public override string ToString() => Name;
}
