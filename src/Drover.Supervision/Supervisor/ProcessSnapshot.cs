using Drover.Supervision.Spawn;

namespace Drover.Supervision.Supervisor;

/// <summary>What became of a run's output.</summary>
public enum OutputState
{
    /// <summary>No run has started yet.</summary>
    None,

    /// <summary>The run lives and may print.</summary>
    Live,

    /// <summary>The command ended, but something it left behind still holds the output; capture goes on.</summary>
    Open,

    /// <summary>The last writer is gone and every byte is stored.</summary>
    Ended,
}

/// <summary>Everything observed of a supervised process at one moment. Immutable and swapped whole.</summary>
public sealed record ProcessSnapshot
{
    /// <summary>Rises by one with each change; see <see cref="SupervisedProcess.WaitForChangeAsync"/>.</summary>
    public long Version { get; init; }

    /// <summary>Lifecycle state.</summary>
    public required ProcessState State { get; init; }

    /// <summary>Why, in one sentence; null while there is nothing to say.</summary>
    public string? Reason { get; init; }

    /// <summary>Number of the current or last run; 0 before the first.</summary>
    public int RunNumber { get; init; }

    /// <summary>Id of the current or last run: its run directory and the marker in its environment.</summary>
    public Guid RunId { get; init; }

    /// <summary>What started the current or last run.</summary>
    public RunTrigger Trigger { get; init; } = RunTrigger.Start;

    /// <summary>The command's process id, which is also its process group and session; kept after the end.</summary>
    public int? Pid { get; init; }

    /// <summary>The holder's process id.</summary>
    public int? HolderPid { get; init; }

    /// <summary>When the run was spawned, UTC.</summary>
    public DateTimeOffset? StartedAt { get; init; }

    /// <summary>When its exit was seen, UTC.</summary>
    public DateTimeOffset? EndedAt { get; init; }

    /// <summary>How it ended; null while it lives.</summary>
    public ProcessExit? Exit { get; init; }

    /// <summary>What became of its output.</summary>
    public OutputState Output { get; init; }

    /// <summary>Sequence number of the first log line of the current or last run.</summary>
    public long FirstSequence { get; init; }

    /// <summary>Restarts so far.</summary>
    public RestartCounts Restarts { get; init; }

    /// <summary>True when a person or an agent stopped it: then no file change and no policy starts it again.</summary>
    public bool StopWanted { get; init; }

    /// <summary>The restart that follows when the stop under way is over.</summary>
    public RunTrigger? Next { get; init; }

    /// <summary>True while an ended process waits to be started again, see <see cref="SupervisedProcess.HoldAsync"/>.</summary>
    public bool IsHeld => this is { State: ProcessState.Starting, RunNumber: > 0, Exit: not null, Next: null };

    /// <summary>True while its bytes cannot be stored (disk full, read-only) and its writers wait.</summary>
    public bool Degraded { get; init; }

    /// <summary>A process of which only the record of a run is left: what that tells of it, as it was when the run was spawned.</summary>
    /// <param name="record">The record.</param>
    /// <returns>The snapshot to recover it with, see <see cref="ProcessSupervisor.RecoverAsync"/>.</returns>
    public static ProcessSnapshot Of(RunRecord record)
    {
        ArgumentNullException.ThrowIfNull(record);
        return new ProcessSnapshot
        {
            State = ProcessState.Starting,
            RunNumber = record.RunNumber,
            RunId = record.RunId,
            StartedAt = record.StartedAt,
            HolderPid = record.HolderPid == 0 ? null : record.HolderPid,
            Output = OutputState.Live,
        };
    }
}
