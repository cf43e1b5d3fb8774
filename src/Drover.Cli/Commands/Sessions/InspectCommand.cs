using System.Globalization;
using Drover.Cli.CommandLine;
using Drover.Cli.Output;
using Drover.Contracts.Errors;
using Drover.Contracts.Sessions;

namespace Drover.Cli.Commands.Sessions;

/// <summary><c>drover inspect</c>: everything about one session, a line each.</summary>
internal static class InspectCommand
{
    private const int NameColumn = 16;

    internal static CliCommand Build(string name)
    {
        var which = Values.Session();
        return new CliCommand(name)
        {
            Arguments = { which },
            Run = call => call.ShowAsync(call.Get(which), (client, id) => client.GetAsync(id), session => Show(call, session)),
            Examples = ["drover inspect web", "drover inspect --json web | jq .ports"],
        };
    }

    private static int Show(Invocation call, Session session)
    {
        var (text, ink) = (call.Out, call.Terminal.Ink);
        var state = LsCommand.StateOf(session, ink);
        Line("id", session.Id);
        Line("label", session.Label);
        Line("state", state.Paint is null ? state.Text : state.Paint(state.Text));
        Line("reason", session.Reason);
        Line("command", CommandText.Of(session.Command));
        Line("cwd", session.Cwd);
        Line("pid", session.Pid is { } pid ? $"{pid}{(session.Pgid is { } group && group != pid ? $" (group {group})" : "")}" : null);
        Line("urls", Joined(session.Urls));
        Line("port", session.Port?.ToString(CultureInfo.InvariantCulture));
        Line("env", Joined(session.EnvKeys));
        Line("watch", Joined(session.Watch));
        Line("created", Time(session.CreatedAt));
        Line("started", Time(session.LastStartedAt));
        Line("stopped", Time(session.LastStoppedAt));
        Line("uptime", session.UptimeMs > 0 ? Figures.Age(session.UptimeMs) : null);
        Line("exit", LsCommand.End(session));
        Line("restarts", $"{session.RestartCount} ({session.ManualRestartCount} manual, {session.WatchRestartCount} by files, {session.CrashRestartCount} after a crash)");
        Line("last change", session.LastChangePath is null ? null : $"{session.LastChangePath}, {Time(session.LastChangeAt)}");
        Line("stdout", Stream(session.StdoutLines, session.StdoutBytes, session.StdoutDroppedLines));
        Line("stderr", Stream(session.StderrLines, session.StderrBytes, session.StderrDroppedLines));
        Line("output", session.Output);
        Line("cpu", session.CpuPercent is { } cpu ? $"{cpu.ToString("0.#", CultureInfo.InvariantCulture)}%" : null);
        Line("memory", session.MemoryBytes is { } memory ? Figures.Bytes(memory) : null);
        foreach (var process in session.Processes)
        {
            Line("process", $"{process.Pid} (of {process.Ppid}) {Figures.Bytes(process.MemoryBytes)} {process.Command}");
        }

        foreach (var path in session.LogPaths.Stdout.Concat(session.LogPaths.Stderr))
        {
            Line("log", path);
        }

        return ExitCodes.Ok;

        void Line(string label, string? value)
        {
            if (!string.IsNullOrEmpty(value))
            {
                text.Write(ink.Bold(label.PadRight(NameColumn)));
                text.Write(value);
                text.Write('\n');
            }
        }
    }

    private static string? Joined(IReadOnlyList<string> values) => values.Count == 0 ? null : string.Join(", ", values);

    private static string? Time(DateTimeOffset? time) => time?.ToLocalTime().ToString("yyyy-MM-dd HH:mm:ss", CultureInfo.InvariantCulture);

    private static string Stream(long lines, long bytes, long dropped)
        => $"{Figures.Count(lines, "line")}, {Figures.Bytes(bytes)}{(dropped > 0 ? $", {Figures.Count(dropped, "line")} no longer kept" : "")}";
}
