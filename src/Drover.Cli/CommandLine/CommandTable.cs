using Drover.Cli.Commands.Daemon;
using Drover.Cli.Commands.Events;
using Drover.Cli.Commands.Install;
using Drover.Cli.Commands.Jobs;
using Drover.Cli.Commands.Logs;
using Drover.Cli.Commands.Mcp;
using Drover.Cli.Commands.Projects;
using Drover.Cli.Commands.Projects.Init;
using Drover.Cli.Commands.Sandbox;
using Drover.Cli.Commands.Sessions;
using Drover.Cli.Commands.Suggest;
using Drover.Cli.Commands.Tasks;
using Drover.Cli.Commands.Terminals;
using Drover.Cli.Commands.Workspaces;

namespace Drover.Cli.CommandLine;

/// <summary>Every command, in the order of the help.</summary>
internal static class CommandTable
{
    private const string Sessions = "Sessions";
    private const string Projects = "Projects";
    private const string Jobs = "Jobs";
    private const string Tasks = "Tasks";
    private const string Logs = "Output";
    private const string Daemon = "Daemon";
    private const string Setup = "This program";

    internal static CommandRow[] Rows { get; } =
    [
        new("up", "Start what drover.yaml says, or only what has changed in it, and follow it", UpCommand.Build) { Group = Projects },
        new("down", "Stop the processes of a project", DownCommand.Build) { Group = Projects },
        new("ps", "List the processes of this folder's project", PsCommand.Build) { Group = Projects },
        new("init", "Write a drover.yaml from what this folder has", InitCommand.Build) { Group = Projects },
        new("serve", "Start a session and print its id", ServeCommand.Build) { Group = Sessions },
        new("ls", "List sessions, newest first", LsCommand.Build) { Group = Sessions },
        new("inspect", "Show everything about a session", InspectCommand.Build) { Group = Sessions },
        new("restart", "Restart a session, or start an ended one again", RestartCommand.Build) { Group = Sessions },
        new("stop", "Stop sessions with all their processes", StopCommand.Build) { Group = Sessions },
        new("signal", "Send a signal to a session", SignalCommand.Build) { Group = Sessions },
        new("send", "Write to a session's standard input", SendCommand.Build) { Group = Sessions },
        new("wait", "Wait until a session is ready, ends, prints something or falls quiet", WaitCommand.Build) { Group = Sessions },
        new("runs", "List the runs of a session and why each began and ended", RunsCommand.Build) { Group = Sessions },
        new("rm", "Remove ended sessions with their logs", RemoveCommand.Build) { Group = Sessions },
        new("prune", "Remove ended sessions, all or the old ones", PruneCommand.Build) { Group = Sessions },
        new("run", "Run a command once, here and now, and exit with its code", RunCommand.Build) { Group = Jobs },
        new("test", "Run the tests of this folder, and tell which failed and where", TestCommand.Build) { Group = Jobs },
        new("do", "Run one of the commands that this folder offers", DoCommand.Build) { Group = Jobs },
        new("jobs", "List the jobs that run, or all that are kept", JobsCommand.Build) { Group = Jobs },
        new("cancel", "Cancel jobs with all their processes", CancelCommand.Build) { Group = Jobs },
        new("recent", "List the last commands of this folder's workspace", RecentCommand.Build) { Group = Jobs },
        new("suggest", "Suggest a command for a goal in words, and run it when you say so", SuggestCommand.Build) { Group = Jobs },
        new("term", "Open a terminal that lives on when you leave it, or return to one", TermCommand.Build) { Group = Jobs },
        new("task", "Give work to agents: in worktrees, watched, reviewed, merged", null) { Group = Tasks, Children = TaskCommands.Rows },
        new("runners", "List who can do tasks: agents and the shell", RunnersCommand.Build) { Group = Tasks },
        new("workspaces", "List the folders that jobs and tasks run in, or name one", WorkspacesCommand.Build) { Group = Tasks, Children = WorkspacesCommand.Rows },
        new("audit", "Export what was done with tasks, or verify an export", AuditCommand.Build) { Group = Tasks, Children = AuditCommand.Rows },
        new("tail", "Show the last lines of a session, or follow it with -f", TailCommand.Build) { Group = Logs },
        new("head", "Show the oldest retained lines of a session", TailCommand.BuildHead) { Group = Logs },
        new("logs", "The same as tail", TailCommand.Build) { Group = Logs },
        new("events", "Show state changes of all sessions, or follow them with -f", EventsCommand.Build) { Group = Logs },
        new("daemon", "Start, stop, restart, inspect or install the daemon", null) { Group = Daemon, Children = DaemonCommands.Rows },
        new("config", "Show each configuration value and where it comes from", ConfigCommand.Build) { Group = Daemon },
        new("mcp", "Serve MCP to coding agents, or set them up for it", McpCommand.Build) { Group = Setup, Children = McpCommands.Rows },
        new("skill", "Print a short guide for coding agents that prefer commands to MCP", SkillCommand.Build) { Group = Setup },
        new("install", "Put drover on the PATH, with completion and man page", InstallCommand.Build) { Group = Setup },
        new("upgrade", "Bring the installed drover and the running daemon up to date", UpgradeCommand.Build) { Group = Setup },
        new("uninstall", "Undo install", UninstallCommand.Build) { Group = Setup },
        new("completion", "Print the completion script of a shell", CompletionCommand.Build) { Group = Setup },
        new("version", "Show the version", VersionCommand.Build) { Group = Setup },
        new("__names", "Names of sessions, processes and jobs, for completion", NamesCommand.Build),
        new("sandbox-relay", "Carries connections out of a task's sandbox", SandboxRelayCommand.Build),
    ];

    internal static CommandRow? Find(string name)
    {
        foreach (var row in Rows)
        {
            if (string.Equals(row.Name, name, StringComparison.Ordinal))
            {
                return row;
            }
        }

        return null;
    }
}
