using System.Globalization;
using Drover.Cli.CommandLine;
using Drover.Cli.Connecting;
using Drover.Cli.Output;
using Drover.Contracts.Errors;
using Drover.Contracts.Sessions;

namespace Drover.Cli.Commands.Sessions;

/// <summary><c>drover runs</c>: the history of a session.</summary>
internal static class RunsCommand
{
    internal static CliCommand Build(string name)
    {
        var which = Values.Session();
        return new CliCommand(name)
        {
            Arguments = { which },
            Run = async call =>
            {
                var client = await call.ConnectAsync();
                var id = client.IsSuccess ? await SessionChoice.OfAsync(client.Value, call.Get(which)) : client.Error!;
                var answer = id.IsSuccess ? await client.Value.RunsAsync(id.Value) : id.Error!;
                return !answer.IsSuccess ? call.Fail(answer.Error!)
                    : call.Json ? call.Answer(answer.Value.Json)
                    : Show(call, answer.Value.Value);
            },
            Examples = ["drover runs web"],
        };
    }

    private static int Show(Invocation call, RunList list)
    {
        var table = new Table("RUN", "STARTED", "TRIGGER", "LASTED", "EXIT", "REASON");
        foreach (var run in list.Runs)
        {
            var exit = LsCommand.End(run.ExitCode, run.TermSignal) ?? "-";
            table.Add(
                run.Number.ToString(CultureInfo.InvariantCulture),
                run.StartedAt.ToLocalTime().ToString("yyyy-MM-dd HH:mm:ss", CultureInfo.InvariantCulture),
                run.Trigger,
                run.EndedAt is { } ended ? Figures.Age((long)(ended - run.StartedAt).TotalMilliseconds) : "running",
                new Cell(exit, run.EndedAt is null || run.ExitCode == 0 ? null : call.Terminal.Ink.Red),
                run.Reason ?? "");
        }

        table.Write(call.Terminal);
        return ExitCodes.Ok;
    }
}
