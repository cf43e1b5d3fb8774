using Drover.Contracts.Errors;
using Drover.Contracts.Tasks;
using Drover.Contracts.Workspaces;
using Drover.Daemon.Edges.Mcp.Offers;
using Drover.Daemon.Workspaces;

namespace Drover.Daemon.Features.Tasks.Tools;

/// <summary>
/// <c>create_task</c>. What a task may do is the default policy, made stricter at most: more is given by people, on the command line or the page.
/// </summary>
internal sealed class CreateTask(WorkspaceService workspaces, TaskService tasks) : McpTool<CreateTaskArguments, TaskAnswer>(
    TaskToolSchemas.Of(
        "create_task",
        ToolEffect.Changes,
        "Give a piece of work to another agent or a shell command, in a git worktree of its own. It has no network, git writes or secrets.",
        """
        "title":{"type":"string"},"prompt":{"type":"string","description":"what the agent is told; default title"},"runner":{"type":"string","description":"shell, codex, claude-code, …"},"command":{"type":"string","description":"for shell"},"working_directory":{"type":"string","description":"absolute"},"base":{"type":"string","description":"branch or commit; default HEAD"},"checks":{"type":"array","items":{"type":"string"},"description":"commands run on the result"},"best_of":{"type":"array","items":{"type":"string"},"description":"several runners, a task each, instead of runner"},"depends_on":{"type":"array","items":{"type":"string"}},"budget_minutes":{"type":"integer","description":"default 15"},"require_approval":{"type":"boolean","description":"a person approves the start"},"start":{"type":"boolean"}
        """,
        TaskToolSchemas.Answer,
        "title"),
    TaskToolJson.Default.CreateTaskArguments,
    TaskToolJson.Default.TaskAnswer)
{
    protected override async ValueTask<Result<TaskAnswer>> RunAsync(CreateTaskArguments input, ToolCall call, CancellationToken ends)
    {
        var workspace = Folder(input.WorkingDirectory ?? call.Caller.Folder);
        var request = Request(input);
        if ((workspace.Error ?? request.Error) is { } wrong)
        {
            return wrong;
        }

        var made = tasks.Create(request.Value, workspace.Value);
        if (made.Error is { } refused)
        {
            return refused;
        }

        foreach (var task in input.Start is true ? made.Value : [])
        {
            if (await tasks.StartAsync(task) is { } notStarted)
            {
                return new Error(notStarted.Code, $"Task {task.Name} was made, and not started: {notStarted.Message}", notStarted.Details);
            }
        }

        return TaskAnswer.Of(made.Value[0]);
    }

    private Result<CreateTaskRequest> Request(CreateTaskArguments input)
    {
        var before = new List<Guid>();
        foreach (var name in input.DependsOn ?? [])
        {
            var found = tasks.Find(name);
            if (found.Error is { } unknown)
            {
                return unknown;
            }

            before.Add(found.Value.Id);
        }

        return new CreateTaskRequest
        {
            Title = input.Title,
            Prompt = input.Prompt ?? input.Title,
            Runner = input.Runner,
            Command = input.Command,
            Base = input.Base,
            Checks = input.Checks,
            BestOf = input.BestOf,
            DependsOn = before,
            BudgetMinutes = input.BudgetMinutes,
            Policy = input.RequireApproval is true ? new TaskPolicy { RequireApproval = true } : null,
        };
    }

    private Result<Workspace> Folder(string? directory) =>
        directory is null ? workspaces.Find(null)
        : !Path.IsPathRooted(directory) || directory.Contains('\0', StringComparison.Ordinal) ? TaskErrors.Invalid("working_directory", "working_directory is an absolute path.")
        : workspaces.Find(directory);
}
