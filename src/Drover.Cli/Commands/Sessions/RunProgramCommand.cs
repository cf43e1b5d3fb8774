using System.Globalization;
using Drover.Cli.CommandLine;
using Drover.Cli.Connecting;
using Drover.Contracts.Client;
using Drover.Contracts.Errors;
using Drover.Contracts.Sessions;

namespace Drover.Cli.Commands.Sessions;

/// <summary>
/// <c>drover npm run dev</c>: what is no command is run as a session, and its log is followed here. The same command already running in this folder
/// is attached to, not doubled, when nothing else is said about it and no pipe or file is its input. The session lives on when the terminal is closed.
/// </summary>
internal static class RunProgramCommand
{
    internal const string Name = "PROGRAM";

    private const int BacklogOfAttached = 50;

    internal static CliCommand Build()
    {
        var spec = new SpecOptions();
        var onExit = Values.Word("--on-exit", "What Ctrl-C, TERM or a closed output does to the session (default ask, where nobody can be asked detach)", "ask", "detach", "stop");
        var command = new CliCommand(Name)
        {
            Description = "Run a program as a session and follow its output",
            Tail = "PROGRAM ARGS…",
            Run = call => RunAsync(call, spec, call.Get(onExit) ?? "ask"),
            Remarks = "Options stand before the program. Closing the terminal leaves the session running. Called again without options and without a pipe or file as input, drover attaches to the session\nthat runs the same command in this folder, and says so.\nStandard input goes to the program: what is typed, line by line, or a pipe or a file; with the end of that the program's ends, too, unless it was running before. Of /dev/null nothing is passed on.",
            Examples = ["drover npm run dev", "drover --watch src --on-exit stop -- cargo run", "drover psql shop <report.sql"],
        };
        command.Options.Add(onExit);
        spec.AddTo(command);
        return command;
    }

    private static async Task<int> RunAsync(Invocation call, SpecOptions options, string onExit)
    {
        var spec = options.ToSpec(call);
        if ((spec.Error ?? NoProgram(spec.Value)) is { } wrong)
        {
            return call.Fail(wrong);
        }

        var client = await call.ConnectAsync();
        if (!client.IsSuccess)
        {
            return call.Fail(client.Error!);
        }

        // Who says more than the command, or has input for it, means a run of their own.
        var input = InputSources.Here();
        var running = input == InputSource.Stream || options.SayMoreThanTheCommand(call) ? default : await FindRunningAsync(client.Value, spec.Value);
        if (running.Error is { } failure)
        {
            return call.Fail(failure);
        }

        var request = new LogRequest { Limit = BacklogOfAttached, Ansi = "keep", Bytes = !call.Terminal.OutputIsTerminal || !call.Terminal.ErrorIsTerminal };
        if (running.Session is { } session)
        {
            var since = session.StartedAt is { } started ? string.Create(CultureInfo.InvariantCulture, $", running since {started.ToLocalTime():yyyy-MM-dd HH:mm:ss}") : "";
            call.Say(call.Terminal.ErrorInk.Dim($"drover: attached to {SessionChoice.NameOf(session)}{since}"));

            // Its own terminal, or none, is what it was started with, not what this command would start.
            var attached = await client.Value.GetAsync(session.Id);
            return attached.IsSuccess ? await ViewAsync(session.Id, closesAtEnd: false, request, attached.Value.Value.Pty) : call.Fail(attached.Error!);
        }

        var created = await client.Value.CreateAsync(spec.Value);
        return created.IsSuccess
            ? await ViewAsync(created.Value.Value.Id, closesAtEnd: true, request with { Limit = null, SinceSeq = 0 }, spec.Value.Pty is true)
            : call.Fail(created.Error!);

        Task<int> ViewAsync(string id, bool closesAtEnd, LogRequest wanted, bool pty)
            => new ProgramView(call, client.Value, id, onExit, new InputForwarder(call, client.Value, id, input, closesAtEnd), pty).FollowAsync(wanted);
    }

    private static async Task<(SessionSummary? Session, Error? Error)> FindRunningAsync(DroverClient client, SessionSpec spec)
    {
        var list = await client.ListAsync(cwd: spec.Cwd);
        if (!list.IsSuccess)
        {
            return (null, list.Error);
        }

        var wanted = spec.Command ?? ["/bin/sh", "-c", spec.Shell!];
        return (list.Value.Value.Sessions.FirstOrDefault(session => SessionChoice.IsActive(session.State) && IsSame(session.Command, wanted)), null);
    }

    // The daemon may tell the program as it was given or as it was found.
    private static bool IsSame(IReadOnlyList<string> running, IReadOnlyList<string> wanted)
        => running.Skip(1).SequenceEqual(wanted.Skip(1), StringComparer.Ordinal)
            && (string.Equals(running[0], wanted[0], StringComparison.Ordinal) || string.Equals(running[0], ProgramPath.Find(wanted[0]), StringComparison.Ordinal));

    // A word that is neither a command nor a program was probably meant to be a command. What is wrong with a path the daemon knows better.
    private static Error? NoProgram(SessionSpec spec)
    {
        if (spec.Command is not [var program, ..] || program.Length == 0 || program.Contains('/') || ProgramPath.Find(program) is not null)
        {
            return null;
        }

        return Nearest.Of(program, CommandTable.Rows.Where(row => row.Group is not null).Select(row => row.Name)) is { } near
            ? new Error(ErrorCodes.RequestUsage, $"\"{program}\" is neither a command of drover nor a program on the PATH. Did you mean \"drover {near}\"?")
            : new Error(ErrorCodes.ProcessProgramNotFound, $"\"{program}\" is neither a command of drover nor a program on the PATH. drover --help lists the commands.");
    }
}
