using Drover.Cli.CommandLine;

namespace Drover.Cli.Commands.Daemon;

/// <summary>The commands below <c>drover daemon</c>.</summary>
internal static class DaemonCommands
{
    internal static CommandRow[] Rows { get; } =
    [
        new("start", "Start the daemon unless it runs", DaemonControl.BuildStart),
        new("stop", "End all sessions, then the daemon; --keep leaves them running", DaemonControl.BuildStop),
        new("restart", "Restart the daemon; everything it runs goes on", DaemonControl.BuildRestart),
        new("status", "Show whether it runs, where it listens, and what it found wanting", DaemonStatusCommand.Build),
        new("run", "Run the daemon in this terminal", DaemonRunCommand.Build),
        new("install", "Start the daemon at each login (systemd user unit)", DaemonInstallCommand.Build),
    ];
}
