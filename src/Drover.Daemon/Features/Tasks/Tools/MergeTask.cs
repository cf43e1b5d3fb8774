using System.Text.Json;
using Drover.Contracts.Errors;
using Drover.Contracts.Tasks;
using Drover.Daemon.Edges.Mcp.Offers;
using Drover.Daemon.Features.Tasks.Review;
using Drover.Daemon.Logs.Brief;

namespace Drover.Daemon.Features.Tasks.Tools;

/// <summary><c>merge_task</c>: what was looked at is what is merged, or nothing.</summary>
internal sealed class MergeTask(TaskService tasks, TaskReview review) : McpTool<TaskMergeArguments, TaskAnswer>(
    TaskToolSchemas.Of(
        "merge_task",
        ToolEffect.Changes,
        "Bring the changes of a task into the folder it came from: all of them, or on conflicts nothing.",
        TaskToolSchemas.Task + ",\"expected_head\":{\"type\":\"string\",\"description\":\"head_commit of task_diff\"},\"mode\":{\"enum\":[\"apply\",\"squash\",\"merge\"],\"description\":\"apply (default): uncommitted\"},\"message\":{\"type\":\"string\",\"description\":\"of the commit; default title\"}",
        TaskToolSchemas.Answer,
        "task_id,expected_head"),
    TaskToolJson.Default.TaskMergeArguments,
    TaskToolJson.Default.TaskAnswer)
{
    private const int MostConflicts = 4_000;

    protected override async ValueTask<Result<TaskAnswer>> RunAsync(TaskMergeArguments input, ToolCall call, CancellationToken ends)
    {
        var found = tasks.Find(input.TaskId ?? "");
        var mode = Mode(input.Mode);
        if ((found.Error ?? mode.Error) is { } wrong)
        {
            return wrong;
        }

        if (input.ExpectedHead is not { Length: > 0 })
        {
            return TaskErrors.Invalid("expected_head", "expected_head is the head_commit of task_diff.");
        }

        var merged = await review.MergeAsync(found.Value, new MergeTaskRequest { Mode = mode.Value, ExpectedHead = input.ExpectedHead, Message = input.Message });
        return merged.Error is { } refused
            ? refused with { Details = refused.Details?.ToDictionary(detail => detail.Key, detail => BriefText.Short(detail.Value, MostConflicts), StringComparer.Ordinal) }
            : TaskAnswer.Of(found.Value) with { Reason = BriefText.Short(merged.Value) };
    }

    private static Result<MergeMode?> Mode(string? word)
    {
        foreach (var mode in Enum.GetValues<MergeMode>())
        {
            if (JsonNamingPolicy.KebabCaseLower.ConvertName(mode.ToString()) == word)
            {
                return (MergeMode?)mode;
            }
        }

        return word is null ? (MergeMode?)null : TaskErrors.Invalid("mode", $"mode is apply, squash or merge, not \"{word}\".");
    }
}
