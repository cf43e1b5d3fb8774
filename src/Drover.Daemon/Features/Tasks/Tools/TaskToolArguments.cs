namespace Drover.Daemon.Features.Tasks.Tools;

internal sealed record CreateTaskArguments(
    string? Title,
    string? Prompt,
    string? Runner,
    string? Command,
    string? WorkingDirectory,
    string? Base,
    IReadOnlyList<string>? Checks,
    IReadOnlyList<string>? BestOf,
    IReadOnlyList<string>? DependsOn,
    int? BudgetMinutes,
    bool? RequireApproval,
    bool? Start);

internal sealed record TaskArguments(string? TaskId);

internal sealed record TaskStatusArguments(string? TaskId, int? WaitMs);

internal sealed record TaskEventsArguments(string? TaskId, long? SinceSeq, int? Lines, int? MaxBytes);

internal sealed record TaskReplyArguments(string? TaskId, string? Message);

internal sealed record TaskDiffArguments(string? TaskId, string? File, int? MaxBytes);

internal sealed record TaskMergeArguments(string? TaskId, string? ExpectedHead, string? Mode, string? Message);
