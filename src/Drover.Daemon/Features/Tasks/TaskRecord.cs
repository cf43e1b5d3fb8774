using Drover.Contracts.Tasks;
using Drover.Daemon.Features.Tasks.Guardrails;
using Drover.Daemon.Features.Tasks.Worktrees;
using Drover.Supervision.Supervisor;

namespace Drover.Daemon.Features.Tasks;

/// <summary>All that is known and stored of a task.</summary>
internal sealed record TaskRecord
{
    public required Guid Id { get; init; }

    public required TaskSpec Spec { get; init; }

    public required DateTimeOffset CreatedAt { get; init; }

    public required DateTimeOffset UpdatedAt { get; init; }

    public TaskState State { get; init; } = TaskState.Queued;

    public string? Reason { get; init; }

    public IReadOnlyList<Guid> Siblings { get; init; } = [];

    /// <summary>Whether it is to be started as soon as there is room and what it depends on has ended well.</summary>
    public bool IsWaiting { get; init; }

    public Worktree? Worktree { get; init; }

    public string? HeadCommit { get; init; }

    public string? DiffStat { get; init; }

    /// <summary>Whether the branch it began from had moved on when somebody looked last.</summary>
    public bool BaseMoved { get; init; }

    public string? RunnerSessionId { get; init; }

    public DateTimeOffset? ApprovedAt { get; init; }

    public DateTimeOffset? MergedAt { get; init; }

    public DateTimeOffset? CleanedAt { get; init; }

    /// <summary>Since when its attempt has been working; null while it waits for a person, and when nothing runs.</summary>
    public DateTimeOffset? WorkingSince { get; init; }

    /// <summary>Minutes that were added to the attempt that runs.</summary>
    public int ExtraMinutes { get; init; }

    public IReadOnlyList<TaskAttempt> Attempts { get; init; } = [];

    public IReadOnlyList<TaskApproval> Approvals { get; init; } = [];

    public IReadOnlyList<TaskComment> Comments { get; init; } = [];

    public IReadOnlyList<TaskCheck> Checks { get; init; } = [];

    /// <summary>Number of the last line whose answer has been written to the agent: after a restart it is not written again.</summary>
    public long AnsweredSequence { get; init; }

    /// <summary>The way out of the sandbox of the attempt that runs; null when it has none.</summary>
    public EgressDoor? Door { get; init; }

    public ProcessSnapshot Snapshot { get; init; } = new() { State = ProcessState.Starting };

    public TaskAttempt? Current => Attempts is [.., { FinishedAt: null } last] ? last : null;

    /// <summary>The record with its last attempt changed.</summary>
    public TaskRecord WithAttempt(Func<TaskAttempt, TaskAttempt> change) =>
        Attempts is [.., var last] ? this with { Attempts = [.. Attempts.Take(Attempts.Count - 1), change(last)] } : this;
}

/// <summary>What was asked for; it never changes.</summary>
internal sealed record TaskSpec
{
    public required string Title { get; init; }

    public required string Prompt { get; init; }

    public required string Runner { get; init; }

    public string? Command { get; init; }

    /// <summary>Folder of the workspace, links resolved.</summary>
    public required string Workspace { get; init; }

    public required int BudgetMinutes { get; init; }

    public required TaskPolicy Policy { get; init; }

    public string? Base { get; init; }

    public bool Isolate { get; init; } = true;

    public IReadOnlyList<Guid> DependsOn { get; init; } = [];

    public int Priority { get; init; }

    public IReadOnlyList<string> Checks { get; init; } = [];

    public IReadOnlyList<string>? CopyIn { get; init; }

    public string? Setup { get; init; }

    public string? Model { get; init; }
}
