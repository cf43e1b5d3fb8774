using System.Globalization;
using Drover.Cli.CommandLine;
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
            Run = call => call.ShowAsync(call.Get(which), (client, id) => client.RunsAsync(id), runs => Show(call, runs)),
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
