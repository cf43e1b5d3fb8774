using Drover.Contracts.Errors;
using Drover.Daemon.Edges.Mcp.Offers;

namespace Drover.Daemon.Features.Tasks.Tools;

/// <summary><c>reply_to_task</c>.</summary>
internal sealed class ReplyToTask(TaskService tasks) : McpTool<TaskReplyArguments, TaskAnswer>(
    TaskToolSchemas.Of(
        "reply_to_task",
        ToolEffect.Changes,
        "Say something to the agent of a task: an answer to its question, or after its end what is to be done better, which resumes it.",
        TaskToolSchemas.Task + ",\"message\":{\"type\":\"string\"}",
        TaskToolSchemas.Answer,
        "task_id,message"),
    TaskToolJson.Default.TaskReplyArguments,
    TaskToolJson.Default.TaskAnswer)
{
    protected override async ValueTask<Result<TaskAnswer>> RunAsync(TaskReplyArguments input, ToolCall call, CancellationToken ends)
    {
        var found = tasks.Find(input.TaskId ?? "");
        return found.Error is { } unknown ? unknown
            : string.IsNullOrWhiteSpace(input.Message) ? TaskErrors.Invalid("message", "message is what to say.")
            : await tasks.ReplyAsync(found.Value, input.Message) is { } refused ? refused
            : TaskAnswer.Of(found.Value);
    }
}
