using Drover.Contracts.Sessions;
using Drover.Daemon.Features.Sessions.Readiness;
using Drover.Daemon.Features.Sessions.Specs;
using Drover.Daemon.Logs;
using Drover.Daemon.Processes;
using Drover.Supervision.Logs;
using Drover.Supervision.Supervisor;

namespace Drover.Daemon.Features.Sessions;

/// <summary>
/// A session as the daemon knows it: what is wanted, its process, and what the probes and the files said. The state of
/// the process belongs to its owner loop; what is kept here are immutable values that are swapped whole.
/// </summary>
#pragma warning disable CA1001 // The semaphore is never disposed: nobody asks for its wait handle, so there is nothing to free.
internal sealed class KnownSession(Guid id, SessionPlan plan, DateTimeOffset createdAt, RunClock clock) : ILogSource
#pragma warning restore CA1001
{
    private readonly SemaphoreSlim _controls = new(1);
    private volatile SessionPlan _plan = plan;
    private volatile HealthStatus _health = HealthStatus.None;
    private volatile ProcessSnapshot? _told;
    private volatile IReadOnlyList<string>? _envNames;
    private volatile FileChanges _changes = FileChanges.None;
    private int _stops;

    public Guid Id { get; } = id;

    /// <summary>The id as it is written everywhere.</summary>
    public string Name { get; } = id.ToString();

    /// <summary>What is wanted; another one from a run on when somebody restarts the session with another spec.</summary>
    public SessionPlan Plan
    {
        get => _plan;
        set => _plan = value;
    }

    public DateTimeOffset CreatedAt { get; } = createdAt;

    public string? Label => Plan.Placed.Spec.Label;

    /// <summary>The process over all its runs; set once, right after the session was made known.</summary>
    public SupervisedProcess Process { get; set; } = null!;

    public ProcessSnapshot Snapshot => Process.Snapshot;

    /// <summary>
    /// The latest snapshot that has been stored and told as an event. Those who wait decide by this one: what they then ask for is there. A
    /// process id is told at once.
    /// </summary>
    public ProcessSnapshot Told
    {
        get => _told ?? Snapshot;
        set => _told = value;
    }

    /// <summary>The age of the current run.</summary>
    public RunClock Clock { get; } = clock;

    public SessionLog Log => Process.Log;

    /// <summary>Restarts it when files change; null without a watch.</summary>
    public SessionWatch? Watch { get; set; }

    /// <summary>Wakes those who wait for a change of state or health.</summary>
    public ChangeSignal Changed { get; } = new();

    /// <summary>Cancelled when somebody stops or restarts the session while it still waits for the ones it depends on.</summary>
    public CancellationTokenSource? WaitsForOthers { get; set; }

    /// <summary>How often a stop was asked for. A start that was asked for before the last of them is not made any more.</summary>
    public int Stops => Volatile.Read(ref _stops);

    /// <summary>A stop was asked for.</summary>
    public void CountStop() => Interlocked.Increment(ref _stops);

    /// <summary>Why the next start must not happen; told as the reason of its failure.</summary>
    public string? RefuseStart { get; set; }

    /// <summary>True while no other session may be active under the same label. Guarded by the registry.</summary>
    public bool HoldsLabel { get; set; }

    /// <summary>True from the moment a removal has begun; controls that come later find nothing.</summary>
    public bool Removed { get; set; }

    /// <summary>Names of the variables that its environment file and spec gave the last run; null when an earlier daemon started it.</summary>
    public IReadOnlyList<string>? EnvNames
    {
        get => _envNames;
        set => _envNames = value;
    }

    /// <summary>The last thing to say besides the process's own reason, e.g. that a limit could not be set.</summary>
    public string? Note { get; set; }

    /// <summary>Ports its process tree listened on when that was looked at last.</summary>
    public IReadOnlyList<int> LastPorts { get; set; } = [];

    public HealthStatus Health
    {
        get => _health;
        set
        {
            _health = value;
            Changed.Pulse();
        }
    }

    public FileChanges Changes
    {
        get => _changes;
        set => _changes = value;
    }

    public SessionState State => Snapshot.State switch
    {
        ProcessState.Starting => SessionState.Starting,
        ProcessState.Running => SessionState.Running,
        ProcessState.Stopping => SessionState.Stopping,
        ProcessState.Backoff => SessionState.Backoff,
        ProcessState.Exited => SessionState.Exited,
        ProcessState.Failed => SessionState.Failed,
        _ => SessionState.Lost,
    };

    public bool IsActive => Snapshot.State.IsActive();

    /// <summary>True when it is active, or has ended and left something behind that holds its output.</summary>
    public bool HasProcesses => IsActive || Snapshot.Output == OutputState.Open;

    /// <summary>True when a change of a watched file would start it again although it has ended.</summary>
    public bool IsRevivable => !IsActive && !Snapshot.StopWanted && Watch is { IsArmed: true };

    /// <summary>End of the last ended run.</summary>
    public DateTimeOffset? LastStoppedAt { get; set; }

    /// <summary>True when it has ended for good, and all that it printed is stored.</summary>
    public bool IsOver => !IsActive && !IsRevivable && Snapshot.Output != OutputState.Open;

    /// <summary>Its id, for the log.</summary>
    public override string ToString() => Name;

    /// <summary>Does what must not happen while the session is removed or afterwards: its removal, and whatever starts or stops it, one after the other.</summary>
    /// <returns>False when it is removed, and nothing was done.</returns>
    public async Task<bool> WhileThereAsync(Func<Task> act)
    {
        await _controls.WaitAsync();
        try
        {
            if (Removed)
            {
                return false;
            }

            await act();
            return true;
        }
        finally
        {
            _controls.Release();
        }
    }

    int ILogSource.RunNumber => Snapshot.RunNumber;

    FollowState ILogSource.State()
    {
        // The change to wait for is taken first: one that comes between the two lines is not missed.
        var changed = Changed.Next;
        return new FollowState(IsOver || Removed, changed);
    }

    public StoredSession ToStored() => new()
    {
        Id = Id,
        CreatedAt = CreatedAt,
        Plan = Plan,
        Snapshot = Snapshot,
        Health = Health,
        Changes = Changes,
        LastStoppedAt = LastStoppedAt,
    };
}

/// <summary>What the files of a session did.</summary>
/// <param name="Count">Changed files so far.</param>
/// <param name="LastAt">Time of the last change.</param>
/// <param name="LastPath">Path of the last change.</param>
internal sealed record FileChanges(int Count, DateTimeOffset? LastAt, string? LastPath)
{
    public static FileChanges None { get; } = new(0, null, null);
}
