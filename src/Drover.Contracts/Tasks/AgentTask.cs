using System.Text.Json.Serialization;

namespace Drover.Contracts.Tasks;

/// <summary>A unit of work for an agent: what is asked for, what may be done, and what came of it.</summary>
public sealed record AgentTask
{
    /// <summary>Its id, a UUID.</summary>
    public required Guid Id { get; init; }

    /// <summary>What it is called.</summary>
    public required string Title { get; init; }

    /// <summary>What the agent is asked to do.</summary>
    public required string Prompt { get; init; }

    /// <summary>Who does it: <c>shell</c>, <c>codex</c>, <c>claude-code</c> or one of the configuration.</summary>
    public required string Runner { get; init; }

    /// <summary>The command of a shell task.</summary>
    public string? Command { get; init; }

    /// <summary>The folder it is about.</summary>
    public required string Workspace { get; init; }

    /// <summary>Root of its worktree; null when it runs in place.</summary>
    public string? WorktreePath { get; init; }

    /// <summary>The folder it runs in.</summary>
    public string? ExecutionWorkspace { get; init; }

    /// <summary>The agent's own id of the conversation, by which it is resumed.</summary>
    public string? RunnerSessionId { get; init; }

    /// <summary>The commit it began from.</summary>
    public string? BaseCommit { get; init; }

    /// <summary>Its branch.</summary>
    public string? Branch { get; init; }

    /// <summary>The commit that holds what it has done so far.</summary>
    public string? HeadCommit { get; init; }

    /// <summary>Whether the branch it began from has moved on since.</summary>
    public bool BaseMoved { get; init; }

    /// <summary>One line about what changed.</summary>
    public string? DiffStat { get; init; }

    /// <summary>When it was approved, UTC.</summary>
    public DateTimeOffset? ApprovedAt { get; init; }

    /// <summary>When its changes were merged, UTC.</summary>
    public DateTimeOffset? WorktreeMergedAt { get; init; }

    /// <summary>When its worktree was removed, UTC.</summary>
    public DateTimeOffset? WorktreeCleanedAt { get; init; }

    /// <summary>Where it is in its life.</summary>
    public required TaskState Status { get; init; }

    /// <summary>Why, in one sentence.</summary>
    public string? Reason { get; init; }

    /// <summary>Minutes an attempt may run.</summary>
    public required int BudgetMinutes { get; init; }

    /// <summary>What it may do.</summary>
    public required TaskPolicy Policy { get; init; }

    /// <summary>What is enforced, since the first start.</summary>
    public EffectivePolicy? EffectivePolicy { get; init; }

    /// <summary>What it has cost so far, over all attempts.</summary>
    public required CostLedger CostLedger { get; init; }

    /// <summary>Higher ones start first; 0 unless said.</summary>
    public int Priority { get; init; }

    /// <summary>Tasks that have to be completed or ready for review before.</summary>
    public IReadOnlyList<Guid> DependsOn { get; init; } = [];

    /// <summary>Tasks that do the same with other runners, by <c>best_of</c>; empty otherwise.</summary>
    public IReadOnlyList<Guid> Siblings { get; init; } = [];

    /// <summary>When it was made, UTC.</summary>
    public required DateTimeOffset CreatedAt { get; init; }

    /// <summary>When something of it changed last, UTC.</summary>
    public required DateTimeOffset UpdatedAt { get; init; }

    /// <summary>Its events, oldest first; left out with <c>events=0</c>.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public IReadOnlyList<TaskEvent>? Events { get; init; }

    /// <summary>Its attempts, oldest first.</summary>
    public required IReadOnlyList<TaskAttempt> Attempts { get; init; }

    /// <summary>The one that runs.</summary>
    public TaskAttempt? CurrentAttempt { get; init; }

    /// <summary>What the agent has asked for.</summary>
    public required IReadOnlyList<TaskApproval> Approvals { get; init; }

    /// <summary>What was remarked on its changes.</summary>
    public required IReadOnlyList<TaskComment> Comments { get; init; }

    /// <summary>Commands that were run on its changes, and how they ended.</summary>
    public required IReadOnlyList<TaskCheck> Checks { get; init; }
}

/// <summary>One try of an agent at a task.</summary>
public sealed record TaskAttempt
{
    /// <summary>Its id: the task's and its number.</summary>
    public required string Id { get; init; }

    /// <summary>The task.</summary>
    public required Guid TaskId { get; init; }

    /// <summary>1, 2, 3 …</summary>
    public required int AttemptNumber { get; init; }

    /// <summary>Who does it.</summary>
    public required string Runner { get; init; }

    /// <summary>Where it is in its life.</summary>
    public required TaskState Status { get; init; }

    /// <summary>The folder it runs in.</summary>
    public string? ExecutionWorkspace { get; init; }

    /// <summary>The agent's own id of the conversation.</summary>
    public string? RunnerSessionId { get; init; }

    /// <summary>When it was started, UTC.</summary>
    public required DateTimeOffset StartedAt { get; init; }

    /// <summary>When it ended, UTC.</summary>
    public DateTimeOffset? FinishedAt { get; init; }

    /// <summary>How its process ended, in words.</summary>
    public string? ExitStatus { get; init; }

    /// <summary>What came of it, in one sentence.</summary>
    public string? Summary { get; init; }

    /// <summary>What it has cost.</summary>
    public required CostLedger CostLedger { get; init; }

    /// <summary>What is enforced.</summary>
    public EffectivePolicy? EffectivePolicy { get; init; }
}

/// <summary>What work has cost, as far as the runner tells.</summary>
public sealed record CostLedger
{
    /// <summary>Milliseconds an attempt's process lived; waiting for a person does not count.</summary>
    public long RuntimeMillis { get; init; }

    /// <summary>Tokens sent to the model, those from its cache included.</summary>
    public long InputTokens { get; init; }

    /// <summary>Of these, read from its cache.</summary>
    public long CachedTokens { get; init; }

    /// <summary>Tokens the model answered.</summary>
    public long OutputTokens { get; init; }

    /// <summary>Tools it has used.</summary>
    public long ToolCalls { get; init; }

    /// <summary>US cents; null where the runner tells no price.</summary>
    public double? EstimatedCents { get; init; }
}

/// <summary>Something an agent asked for while it ran.</summary>
public sealed record TaskApproval
{
    /// <summary>Its id, by which it is answered.</summary>
    public required string RequestId { get; init; }

    /// <summary>What became of it.</summary>
    public required ApprovalStatus Status { get; init; }

    /// <summary>What kind of thing: the name of the tool.</summary>
    public required string Kind { get; init; }

    /// <summary>What, in one line; without secrets.</summary>
    public required string Summary { get; init; }

    /// <summary>When it was asked, UTC.</summary>
    public required DateTimeOffset RequestedAt { get; init; }

    /// <summary>When it was answered, UTC.</summary>
    public DateTimeOffset? DecidedAt { get; init; }
}

/// <summary>A remark on a line of a task's changes.</summary>
public sealed record TaskComment
{
    /// <summary>Its number within the task.</summary>
    public required int Number { get; init; }

    /// <summary>The file, relative to the repository.</summary>
    public required string File { get; init; }

    /// <summary>The line; null for the whole file.</summary>
    public int? Line { get; init; }

    /// <summary><c>new</c> or <c>old</c>: which side of the diff the line is of.</summary>
    public string? Side { get; init; }

    /// <summary>The remark.</summary>
    public required string Text { get; init; }

    /// <summary>When it was made, UTC.</summary>
    public required DateTimeOffset CreatedAt { get; init; }

    /// <summary>When it was sent to the agent, UTC; null while it waits.</summary>
    public DateTimeOffset? SentAt { get; init; }
}

/// <summary>A command that was run on a task's changes.</summary>
public sealed record TaskCheck
{
    /// <summary>The command.</summary>
    public required string Command { get; init; }

    /// <summary>Attempt after which it ran.</summary>
    public required int AttemptNumber { get; init; }

    /// <summary><c>running</c>, <c>passed</c>, <c>failed</c>.</summary>
    public required string Status { get; init; }

    /// <summary>Its exit code.</summary>
    public int? ExitCode { get; init; }

    /// <summary>How long it took, in milliseconds.</summary>
    public long? DurationMs { get; init; }

    /// <summary>The job it ran as; its output is there.</summary>
    public string? JobId { get; init; }
}
