using System.Globalization;
using Drover.Cli.CommandLine;
using Drover.Cli.Output;
using Drover.Contracts.Errors;
using Drover.Contracts.Sessions;

namespace Drover.Cli.Commands.Sessions;

/// <summary><c>drover ls</c>. The one command with a time limit (150 ms with the start of the runtime): see docs/benchmarks.md before adding to it.</summary>
internal static class LsCommand
{
    private const string Active = "starting,running,stopping,backoff";

    internal static CliCommand Build(string name)
    {
        var state = Values.Text("--state", "STATES", "Only these: starting, running, stopping, backoff, exited, failed, lost; comma-separated");
        var active = Values.Flag("--active", "Only those with a process, or about to get one", "-a");
        var label = Values.Text("--label", "NAME", "Only the session of this label");
        var cwd = Values.PathName("--cwd", "DIR", "Only sessions of this folder");
        var quiet = Values.Flag("--quiet", "Ids only", "-q");
        return new CliCommand(name)
        {
            Options = { state, active, label, cwd, quiet },
            Run = call => call.Get(cwd) is { } given && !Path.IsPathRooted(given) && CallerFolder.Here() is null ? Task.FromResult(call.Fail(CallerFolder.IsGone)) : call.ShowAsync(
                client => client.ListAsync(call.Get(active) ? Active : call.Get(state), call.Get(label), call.Get(cwd) is { } path ? Path.GetFullPath(path) : null),
                list => call.Get(quiet) ? Ids(call, list) : Show(call, list)),
            Examples = ["drover ls", "drover ls --active --cwd .", "drover ls --json | jq -r '.sessions[].label'", "drover stop $(drover ls -q --state running)"],
        };
    }

    internal static Cell StateOf(SessionSummary session, Ink ink)
    {
        var text = (session.State, session.Health) switch
        {
            (SessionState.Running, SessionHealth.Ready) => "ready",
            (SessionState.Running, SessionHealth.Waiting) => "waiting",
            (SessionState.Running, SessionHealth.Unhealthy) => "unhealthy",
            (SessionState.Exited, _) when session.TermSignal is { } signal => $"killed ({SignalWord.Of(signal)})",
            (SessionState.Exited or SessionState.Failed, _) when End(session) is { } end => $"{Word(session.State)} ({end})",
            _ => Word(session.State),
        };
        return session.State switch
        {
            SessionState.Running when session.Health == SessionHealth.Unhealthy => new Cell(text, ink.Red),
            SessionState.Running => new Cell(text, ink.Green),
            SessionState.Exited when session.ExitCode == 0 => new Cell(text, ink.Dim),
            SessionState.Starting or SessionState.Stopping or SessionState.Backoff => new Cell(text, ink.Yellow),
            _ => new Cell(text, ink.Red),
        };
    }

    /// <summary>How the last run ended: its exit code or the signal's name; null when that is not known.</summary>
    internal static string? End(SessionSummary session) => End(session.ExitCode, session.TermSignal);

    internal static string? End(int? exitCode, int? signal) => signal is { } number ? SignalWord.Of(number) : exitCode?.ToString(CultureInfo.InvariantCulture);

    // Enum.ToString would load reflection over the enum: 4 ms.
    internal static string Word(SessionState state) => state switch
    {
        SessionState.Starting => "starting",
        SessionState.Running => "running",
        SessionState.Stopping => "stopping",
        SessionState.Backoff => "backoff",
        SessionState.Exited => "exited",
        SessionState.Failed => "failed",
        _ => "lost",
    };

    private static int Ids(Invocation call, SessionList list)
    {
        foreach (var session in list.Sessions)
        {
            call.Out.Write(session.Id);
            call.Out.Write('\n');
        }

        return ExitCodes.Ok;
    }

    private static int Show(Invocation call, SessionList list)
    {
        if (list.Sessions.Count == 0)
        {
            call.Say("No sessions. Start one: drover serve -- CMD ARGS…");
            return ExitCodes.Ok;
        }

        var table = new Table("ID", "LABEL", "STATE", "UPTIME", "RESTARTS", "PORTS", "CPU", "MEMORY", "COMMAND");
        foreach (var session in list.Sessions)
        {
            table.Add(
                session.Id[..8],
                session.Label ?? "-",
                StateOf(session, call.Terminal.Ink),
                session.UptimeMs > 0 ? Figures.Age(session.UptimeMs) : "-",
                session.RestartCount.ToString(CultureInfo.InvariantCulture),
                session.Ports.Count == 0 ? "-" : string.Join(',', session.Ports),
                session.CpuPercent is { } cpu ? $"{cpu.ToString("0.#", CultureInfo.InvariantCulture)}%" : "-",
                session.MemoryBytes is { } memory ? Figures.Bytes(memory) : "-",
                CommandText.Of(session.Command));
        }

        table.Write(call.Terminal);
        return ExitCodes.Ok;
    }
}
