using Drover.Contracts.Errors;
using Drover.Contracts.Tasks;
using Drover.Daemon.Logs;
using Drover.Daemon.Processes;
using Drover.Supervision.Logs;
using Drover.Supervision.Spawn;
using Drover.Supervision.Supervisor;

namespace Drover.Daemon.Features.Tasks;

/// <summary>
/// A task as the daemon knows it. What is known is one immutable record that is swapped whole; whoever acts on the task holds its gate, so that a start,
/// a merge and the end of an attempt never meet.
/// </summary>
internal sealed class KnownTask(TaskRecord record, Func<Guid, SessionLog> log) : ILogSource
{
    private readonly Lock _swap = new();
    private volatile TaskRecord _record = record;

    public Guid Id { get; } = record.Id;

    public string Name { get; } = record.Id.ToString();

    public TaskRecord Record => _record;

    /// <summary>Held by whoever acts on it.</summary>
    public SemaphoreSlim Gate { get; } = new(1, 1);

    /// <summary>Wakes those who wait for a change.</summary>
    public ChangeSignal Changed { get; } = new();

    /// <summary>Its process; null before its first attempt, and for one that had ended when this daemon started.</summary>
    public SupervisedProcess? Process { get; set; }

    /// <summary>The latest snapshot that has been stored and told.</summary>
    public ProcessSnapshot Told { get; set; } = record.Snapshot;

    /// <summary>What its next run is; given to the kernel when it asks.</summary>
    public ProcessSpec? NextRun { get; set; }

    /// <summary>The conversation with the agent of the attempt that runs.</summary>
    public Attempts.LivingAttempt? Living { get; set; }

    /// <summary>The run of the check that runs on its work; null while none does.</summary>
    public Guid? CheckRun { get; set; }

    /// <summary>True from when it was chosen to start until its process runs or the start was refused.</summary>
    public bool IsStarting { get; set; }

    /// <summary>True once a removal has begun.</summary>
    public bool Removed { get; set; }

    public SessionLog Log => log(Id);

    public int RunNumber => Told.RunNumber;

    /// <summary>Swaps the record.</summary>
    /// <param name="change">Makes the new one of the current one.</param>
    public TaskRecord Change(Func<TaskRecord, TaskRecord> change)
    {
        TaskRecord after;
        lock (_swap)
        {
            after = _record = change(_record);
        }

        Changed.Pulse();
        return after;
    }

    /// <summary>Makes a move of <see cref="TaskTransitions"/>, if that is possible now.</summary>
    /// <param name="move">What happens.</param>
    /// <param name="reason">Why, in one sentence.</param>
    /// <param name="now">When.</param>
    public Result<TaskState> Move(TaskMove move, string? reason, DateTimeOffset now)
    {
        Result<TaskState> after = default;
        Change(record =>
        {
            after = TaskTransitions.After(record.State, move);
            return after.IsSuccess ? record with { State = after.Value, Reason = reason, UpdatedAt = now } : record;
        });
        return after;
    }

    FollowState ILogSource.State()
    {
        // The change to wait for is taken first: one that comes between the two lines is not missed.
        var changed = Changed.Next;
        return new FollowState(Removed, changed);
    }

    /// <summary>Its id, for the log.</summary>
    public override string ToString() => Name;
}
