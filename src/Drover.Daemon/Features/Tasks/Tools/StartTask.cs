using Drover.Contracts.Errors;
using Drover.Daemon.Edges.Mcp.Offers;

namespace Drover.Daemon.Features.Tasks.Tools;

/// <summary><c>start_task</c>.</summary>
internal sealed class StartTask(TaskService tasks) : McpTool<TaskArguments, TaskAnswer>(
    TaskToolSchemas.Of(
        "start_task",
        ToolEffect.Changes,
        "Start a task, or another attempt at one that has ended. It answers at once.",
        TaskToolSchemas.Task,
        TaskToolSchemas.Answer,
        "task_id"),
    TaskToolJson.Default.TaskArguments,
    TaskToolJson.Default.TaskAnswer)
{
    protected override async ValueTask<Result<TaskAnswer>> RunAsync(TaskArguments input, ToolCall call, CancellationToken ends)
    {
        var found = tasks.Find(input.TaskId ?? "");
        return found.Error is { } unknown ? unknown
            : await tasks.StartAsync(found.Value) is { } refused ? refused
            : TaskAnswer.Of(found.Value);
    }
}
