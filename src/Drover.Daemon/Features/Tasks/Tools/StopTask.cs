using Drover.Contracts.Errors;
using Drover.Daemon.Edges.Mcp.Offers;

namespace Drover.Daemon.Features.Tasks.Tools;

/// <summary><c>stop_task</c>: answers when nothing of the attempt is left.</summary>
internal sealed class StopTask(TaskService tasks) : McpTool<TaskArguments, TaskAnswer>(
    TaskToolSchemas.Of(
        "stop_task",
        ToolEffect.Destroys,
        "End the attempt that runs, with everything it started. What it has done so far is kept.",
        TaskToolSchemas.Task,
        TaskToolSchemas.Answer,
        "task_id"),
    TaskToolJson.Default.TaskArguments,
    TaskToolJson.Default.TaskAnswer)
{
    protected override async ValueTask<Result<TaskAnswer>> RunAsync(TaskArguments input, ToolCall call, CancellationToken ends)
    {
        var found = tasks.Find(input.TaskId ?? "");
        if (found.Error is { } unknown)
        {
            return unknown;
        }

        var living = found.Value.Living;
        if (await tasks.StopAsync(found.Value) is { } refused)
        {
            return refused;
        }

        if (living is not null)
        {
            await living.Over.Task.WaitAsync(ends);
        }

        return TaskAnswer.Of(found.Value);
    }
}
