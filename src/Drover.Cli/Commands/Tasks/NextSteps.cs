using Drover.Cli.CommandLine;
using Drover.Contracts.Errors;
using Drover.Contracts.Tasks;

namespace Drover.Cli.Commands.Tasks;

/// <summary>The commands that come next, with the id as it was typed.</summary>
internal static class NextSteps
{
    /// <summary>Says what may be done with a task now, a line each.</summary>
    internal static void Say(Invocation call, AgentTask task, string name)
    {
        foreach (var step in Of(task, name))
        {
            call.Say($"  {call.Terminal.ErrorInk.Dim("→")} {step}");
        }
    }

    /// <summary>Tells a failure, and what to do about it.</summary>
    internal static int Fail(Invocation call, Error error, string name)
    {
        var code = call.Fail(error);
        if (After(error, name) is { } step)
        {
            call.Say($"  {call.Terminal.ErrorInk.Dim("→")} {step}");
        }

        return code;
    }

    internal static IEnumerable<string> Of(AgentTask task, string name) => task.Status switch
    {
        TaskState.Queued or TaskState.NeedsInput when task.CurrentAttempt is null => [task.Policy.RequireApproval && task.ApprovedAt is null
            ? $"drover task approve {name}"
            : task is { Status: TaskState.Queued, Reason: { } reason } ? $"it waits: {reason}" : $"drover task start {name}"],
        TaskState.NeedsInput when Pending(task) is { Count: > 0 } asked => asked.Select(approval => Answer(approval, name)),
        TaskState.NeedsInput => [$"drover task reply {name} \"…\""],
        TaskState.Running => [$"drover task events -f {name}"],
        TaskState.ReadyForReview => [$"drover task diff {name}, then drover task merge {name} or drover task comment {name} FILE:LINE \"…\""],
        TaskState.Completed when task.WorktreePath is not null => [$"drover task cleanup {name}"],
        TaskState.Failed or TaskState.Stopped => [$"drover task events {name} tells why; drover task start {name} tries again"],
        _ => [],
    };

    internal static IReadOnlyList<TaskApproval> Pending(AgentTask task) => [.. task.Approvals.Where(approval => approval.Status == ApprovalStatus.Pending)];

    internal static string Answer(TaskApproval approval, string name) => $"drover task approve {name} {approval.RequestId}, or with --deny";

    private static string? After(Error error, string name) => error.Code switch
    {
        ErrorCodes.TaskNotFound or ErrorCodes.TaskAmbiguous => "drover task ls",
        ErrorCodes.RunnerNotFound => "drover runners",
        ErrorCodes.TaskApprovalRequired => $"drover task approve {name}",
        ErrorCodes.TaskActive => $"drover task events -f {name}, or drover task stop {name}",
        ErrorCodes.TaskEnded or ErrorCodes.TaskNotStarted => $"drover task start {name}",
        ErrorCodes.TaskApprovalUnknown or ErrorCodes.TaskApprovalOver => $"drover task show {name}",
        ErrorCodes.TaskNotCleaned => $"drover task cleanup {name}",
        ErrorCodes.MergeConflicts => $"drover task update {name} --mode merge, or drover task reply {name} \"…\" to have the agent resolve them",
        ErrorCodes.MergeHeadMoved => $"drover task diff {name} shows what is there now",
        ErrorCodes.WorktreeUnmerged => $"drover task merge {name}, or drover task cleanup --force {name}, which keeps the work on a ref",
        _ => null,
    };
}
