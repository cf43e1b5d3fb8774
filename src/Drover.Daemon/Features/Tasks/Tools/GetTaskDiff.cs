using System.Text.Json;
using Drover.Contracts.Errors;
using Drover.Contracts.Tasks;
using Drover.Daemon.Edges.Mcp.Offers;
using Drover.Daemon.Features.Tasks.Review;
using Drover.Daemon.Logs.Brief;

namespace Drover.Daemon.Features.Tasks.Tools;

/// <summary><c>task_diff</c>.</summary>
internal sealed class GetTaskDiff(TaskService tasks, TaskReview review) : McpTool<TaskDiffArguments, TaskDiffAnswer>(
    TaskToolSchemas.Of(
        "task_diff",
        ToolEffect.Reads,
        "What a task has changed since its base: the files, and as much of the patch as fits; one file of it with file.",
        TaskToolSchemas.Task + ",\"file\":{\"type\":\"string\"},\"max_bytes\":{\"type\":\"integer\",\"description\":\"default 7168\"}",
        """
        "task_id":{"type":"string"},"head_commit":{"type":"string"},"base_moved":{"type":"boolean"},"files":{"type":"string"},"patch":{"type":"string"},"rest":{"type":"string"}
        """,
        "task_id"),
    TaskToolJson.Default.TaskDiffArguments,
    TaskToolJson.Default.TaskDiffAnswer)
{
    protected override async ValueTask<Result<TaskDiffAnswer>> RunAsync(TaskDiffArguments input, ToolCall call, CancellationToken ends)
    {
        var found = tasks.Find(input.TaskId ?? "");
        if (found.Error is { } unknown)
        {
            return unknown;
        }

        if (input.MaxBytes is < TextBudget.Least or > TextBudget.Most)
        {
            return TaskErrors.Invalid("max_bytes", $"max_bytes is {TextBudget.Least} to {TextBudget.Most}.");
        }

        var diff = await review.DiffAsync(found.Value, input.File, ends);
        return diff.Error is { } error ? error : Brief(diff.Value, input.MaxBytes ?? TextBudget.Default);
    }

    // The files come first: they say where to look on. They get a third at most, so that a patch of many files still begins.
    private static TaskDiffAnswer Brief(TaskDiff diff, int bytes)
    {
        var list = new TextBudget(bytes / 3);
        var files = diff.Files.Select(Line).TakeWhile(list.Takes).ToList();
        var budget = new TextBudget(bytes - (bytes / 3));
        var lines = diff.Patch.TrimEnd('\n').Split('\n');
        var shown = diff.Patch.Length == 0 ? [] : lines.Select(line => TextBudget.Cut(line, budget.LongestLine)).TakeWhile(budget.Takes).ToList();
        string[] missing =
        [
            .. files.Count < diff.Files.Count ? (string[])[$"{diff.Files.Count - files.Count} more files"] : [],
            .. diff.Patch.Length > 0 && (shown.Count < lines.Length || diff.Truncated) ? (string[])["the rest of the patch: ask with file, or raise max_bytes"] : [],
        ];
        return new TaskDiffAnswer
        {
            TaskId = diff.TaskId,
            HeadCommit = diff.HeadCommit,
            BaseMoved = diff.BaseMoved,
            Files = string.Join('\n', files),
            Patch = string.Join('\n', shown),
            Rest = missing.Length > 0 ? string.Join("; ", missing) : null,
        };
    }

    private static string Line(TaskDiffFile file) =>
        $"{JsonNamingPolicy.KebabCaseLower.ConvertName(file.Status.ToString())} {(file.Binary ? "binary" : $"+{file.Added} -{file.Removed}")} {(file.OldPath is { } old ? $"{old} → " : "")}{file.Path}";
}
