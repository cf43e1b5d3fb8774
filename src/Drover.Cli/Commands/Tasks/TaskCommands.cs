using Drover.Cli.CommandLine;

namespace Drover.Cli.Commands.Tasks;

/// <summary>The commands below <c>drover task</c>, in the order of a task's life.</summary>
internal static class TaskCommands
{
    internal static CommandRow[] Rows { get; } =
    [
        new("new", "Make a task for an agent or the shell, and start it if wanted", NewTaskCommand.Build),
        new("ls", "List tasks, those that changed last first", ListTasksCommand.Build),
        new("show", "Show everything about a task, and what to do next", ShowTaskCommand.Build),
        new("start", "Start an attempt, the first or another one", StartTaskCommand.Build),
        new("stop", "Stop the attempt that runs, with all its processes", StopTaskCommand.Build),
        new("approve", "Allow or deny what an agent asks for, or approve the start", ApproveTaskCommand.Build),
        new("reply", "Say something to the agent, with your comments if wanted", ReplyToTaskCommand.Build),
        new("comment", "Remark something on a line of a task's changes", CommentOnTaskCommand.Build),
        new("events", "Show what happened with a task, or follow it with -f", TaskEventsCommand.Build),
        new("extend", "Give the attempt that runs more time", ExtendTaskCommand.Build),
        new("diff", "Show what a task has changed", TaskDiffCommand.Build),
        new("merge", "Bring a task's changes into its workspace", MergeTaskCommand.Build),
        new("update", "Bring a task's changes onto the commits that came since", WorktreeCommands.BuildUpdate),
        new("push", "Push a task's branch", WorktreeCommands.BuildPush),
        new("cleanup", "Remove a task's worktree; what was not merged is kept", WorktreeCommands.BuildCleanUp),
        new("restore", "Undo a clean-up", WorktreeCommands.BuildRestore),
        new("rm", "Forget ended tasks that were cleaned up", RemoveTaskCommand.Build),
        new("audit", "Export what was done with a task, by whom, under which policy", AuditCommand.BuildOfTask),
    ];
}
