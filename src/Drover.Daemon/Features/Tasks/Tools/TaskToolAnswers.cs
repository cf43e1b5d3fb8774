using System.Text.Json.Serialization;
using Drover.Contracts.Tasks;
using Drover.Daemon.Logs.Brief;

namespace Drover.Daemon.Features.Tasks.Tools;

/// <summary>A task as agents are told of it.</summary>
internal sealed record TaskAnswer
{
    private const int MostWaiting = 5;
    private const int MostChecks = 10;

    public required string TaskId { get; init; }

    public required TaskState State { get; init; }

    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Title { get; init; }

    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Runner { get; init; }

    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Reason { get; init; }

    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Branch { get; init; }

    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Changes { get; init; }

    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public int? Attempts { get; init; }

    /// <summary>What it asks a person for.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public IReadOnlyList<string>? Asks { get; init; }

    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public IReadOnlyList<string>? Checks { get; init; }

    /// <summary>The tasks of the other runners of a <c>best_of</c>.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public IReadOnlyList<string>? Siblings { get; init; }

    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Next { get; init; }

    public static TaskAnswer Of(KnownTask task)
    {
        var record = task.Record;
        var asks = record.Approvals.Where(approval => approval.Status == ApprovalStatus.Pending).Take(MostWaiting).Select(approval => BriefText.Short($"{approval.Kind}: {approval.Summary}")).ToList();
        var checks = record.Checks.Where(check => check.AttemptNumber == record.Attempts.Count).Take(MostChecks)
            .Select(check => $"{check.Status}{(check.ExitCode is { } code and not 0 ? $" ({code})" : "")}: {BriefText.Short(check.Command)}").ToList();
        return new TaskAnswer
        {
            TaskId = task.Name,
            State = record.State,
            Title = BriefText.Short(record.Spec.Title),
            Runner = record.Spec.Runner,
            Reason = record.Reason is { } reason ? BriefText.Short(reason) : null,
            Branch = record.Worktree?.Branch,
            Changes = record.DiffStat,
            Attempts = record.Attempts.Count,
            Asks = asks.Count > 0 ? asks : null,
            Checks = checks.Count > 0 ? checks : null,
            Siblings = record.Siblings.Count > 0 ? [.. record.Siblings.Select(id => id.ToString())] : null,
            Next = NextOf(task),
        };
    }

    private static string? NextOf(KnownTask task)
    {
        var record = task.Record;
        return record.State switch
        {
            TaskState.Queued or TaskState.NeedsInput when task.Living is null && record.Spec.Policy.RequireApproval && record.ApprovedAt is null =>
                $"A person has to approve the start: drover task approve {task.Name}",
            TaskState.Queued when record.IsWaiting => "It starts by itself; task_status with wait_ms waits.",
            TaskState.Queued => "start_task starts it.",
            TaskState.NeedsInput when task.Living is null => "start_task tries again.",
            TaskState.NeedsInput when record.Approvals.Any(approval => approval.Status == ApprovalStatus.Pending) => $"A person has to answer what it asks: drover task show {task.Name}",
            TaskState.NeedsInput => "reply_to_task answers it.",
            TaskState.Running => "task_status with wait_ms waits for its end; task_events shows what it does.",
            TaskState.ReadyForReview => "task_diff shows it; then merge_task, or reply_to_task.",
            TaskState.Failed or TaskState.Stopped => "task_events tells why; start_task makes another attempt.",
            _ => null,
        };
    }
}

/// <summary>Answer of <c>task_status</c>: one task, or without an id the latest.</summary>
internal sealed record TaskStatusAnswer(IReadOnlyList<TaskAnswer> Tasks, int Omitted);

/// <summary>Answer of <c>task_events</c>.</summary>
internal sealed record TaskEventsAnswer
{
    public required string TaskId { get; init; }

    public required TaskState State { get; init; }

    /// <summary>Lines <c>seq category: message</c>.</summary>
    public required string Events { get; init; }

    public required long NextSeq { get; init; }

    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Rest { get; init; }
}

/// <summary>Answer of <c>task_diff</c>.</summary>
internal sealed record TaskDiffAnswer
{
    public required string TaskId { get; init; }

    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? HeadCommit { get; init; }

    public required bool BaseMoved { get; init; }

    /// <summary>Lines <c>status +added -removed path</c>.</summary>
    public required string Files { get; init; }

    public required string Patch { get; init; }

    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Rest { get; init; }
}
