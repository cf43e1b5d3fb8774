using Drover.Contracts.Errors;
using Drover.Daemon.Edges.Mcp.Offers;

namespace Drover.Daemon.Features.Tasks.Tools;

/// <summary><c>task_status</c>.</summary>
internal sealed class GetTaskStatus(TaskService tasks, TimeProvider time) : McpTool<TaskStatusArguments, TaskStatusAnswer>(
    TaskToolSchemas.Of(
        "task_status",
        ToolEffect.Reads,
        "State of a task, what it asks for, its checks and what to do next; without task_id of the latest tasks. With wait_ms it answers when the task no longer works, or then.",
        TaskToolSchemas.Task + ",\"wait_ms\":{\"type\":\"integer\",\"description\":\"default 0, most 600000\"}",
        """
        "tasks":{"type":"array","items":{"type":"object"}},"omitted":{"type":"integer"}
        """),
    TaskToolJson.Default.TaskStatusArguments,
    TaskToolJson.Default.TaskStatusAnswer)
{
    private const int Most = 15;

    protected override async ValueTask<Result<TaskStatusAnswer>> RunAsync(TaskStatusArguments input, ToolCall call, CancellationToken ends)
    {
        if (TaskWaiting.Check(input.WaitMs) is { } tooLong)
        {
            return tooLong;
        }

        if (input.TaskId is not { } id)
        {
            var all = tasks.All;
            return new TaskStatusAnswer([.. all.Take(Most).Select(Row)], Math.Max(0, all.Count - Most));
        }

        var found = tasks.Find(id);
        if (found.Error is { } unknown)
        {
            return unknown;
        }

        if (input.WaitMs is { } wait and > 0)
        {
            await TaskWaiting.WaitAsync(found.Value, wait, time, ends);
        }

        return new TaskStatusAnswer([TaskAnswer.Of(found.Value)], 0);
    }

    // In a list only what tells tasks apart.
    private static TaskAnswer Row(KnownTask task) =>
        new() { TaskId = task.Name, State = task.Record.State, Title = Logs.Brief.BriefText.Short(task.Record.Spec.Title, 100), Runner = task.Record.Spec.Runner, Changes = task.Record.DiffStat };
}
