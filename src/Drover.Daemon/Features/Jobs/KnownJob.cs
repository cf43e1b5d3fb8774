using Drover.Contracts.Jobs;
using Drover.Daemon.Logs;
using Drover.Daemon.Processes;
using Drover.Supervision.Logs;
using Drover.Supervision.Supervisor;

namespace Drover.Daemon.Features.Jobs;

/// <summary>A job as the daemon knows it. Its process belongs to an owner loop; what is kept here are immutable values that are swapped whole.</summary>
/// <param name="id">Names its log.</param>
/// <param name="plan">What was asked for.</param>
/// <param name="createdAt">When.</param>
/// <param name="clock">The age of its run.</param>
/// <param name="log">Opens its log, which one that ended long ago needs only when somebody reads it.</param>
internal sealed class KnownJob(Guid id, JobPlan plan, DateTimeOffset createdAt, RunClock clock, Func<Guid, SessionLog> log) : ILogSource
{
    private volatile ProcessSnapshot _told = new() { State = ProcessState.Starting };
    private JobReason? _ending;

    public Guid Id { get; } = id;

    public string Name { get; } = JobId.Of(id);

    public JobPlan Plan { get; } = plan;

    public DateTimeOffset CreatedAt { get; } = createdAt;

    public RunClock Clock { get; } = clock;

    /// <summary>Its process; null for a job that had ended when this daemon started.</summary>
    public SupervisedProcess? Process { get; set; }

    /// <summary>The latest snapshot that has been stored and told.</summary>
    public ProcessSnapshot Told
    {
        get => _told;
        set
        {
            _told = value;
            Changed.Pulse();
        }
    }

    /// <summary>The snapshot to be stored: what has happened, told or not.</summary>
    public ProcessSnapshot Snapshot => Process?.Snapshot ?? Told;

    /// <summary>Wakes those who wait for a change.</summary>
    public ChangeSignal Changed { get; } = new();

    /// <summary>Why it was asked to end; null when it was not. The first one counts.</summary>
    public JobReason? Ending
    {
        get => _ending;
        set => _ending ??= value;
    }

    /// <summary>Lines below this number came before its end was told; it is also the number of its exit frame. Null until then.</summary>
    public long? EndSequence { get; set; }

    /// <summary>How long it ran; null until it has ended.</summary>
    public TimeSpan? Duration { get; set; }

    /// <summary>True while it is taken over from an earlier daemon: what is found then is not news.</summary>
    public bool IsRecovering { get; set; }

    /// <summary>True once a removal has begun.</summary>
    public bool Removed { get; set; }

    public SessionLog Log => log(Id);

    public int RunNumber => Told.RunNumber;

    /// <summary>True when its end is known and was told. Something it left behind may still print.</summary>
    public bool HasEnded => EndSequence is not null && !Told.State.IsActive();

    /// <summary>True when it has ended and nothing can print any more.</summary>
    public bool IsOver => HasEnded && Told.Output != OutputState.Open;

    public JobState State => Told switch
    {
        _ when HasEnded => JobState.Exited,
        { State: ProcessState.Stopping } => JobState.Cancelling,
        { Pid: not null } => _ending is null ? JobState.Running : JobState.Cancelling,
        _ => JobState.Starting,
    };

    /// <summary>How it ended; null before.</summary>
    public JobEnd? End => HasEnded ? JobEnd.Of(Told.Exit, _ending, Told.Reason) : null;

    FollowState ILogSource.State()
    {
        // The change to wait for is taken first: one that comes between the two lines is not missed.
        var changed = Changed.Next;
        return new FollowState(IsOver || Removed, changed);
    }

    /// <summary>Waits until its process is known or it has ended.</summary>
    public Task WaitForStartAsync(CancellationToken cancellation) => WaitAsync(() => Told.Pid is not null || HasEnded, cancellation);

    /// <summary>Waits until it has ended, and what it printed until then can be read.</summary>
    public Task WaitForEndAsync(CancellationToken cancellation) => WaitAsync(() => HasEnded, cancellation);

    private async Task WaitAsync(Func<bool> condition, CancellationToken cancellation)
    {
        while (true)
        {
            var changed = Changed.Next;
            if (condition())
            {
                return;
            }

            await changed.WaitAsync(cancellation);
        }
    }

    /// <summary>Its id, for the log.</summary>
    public override string ToString() => Name;
}
