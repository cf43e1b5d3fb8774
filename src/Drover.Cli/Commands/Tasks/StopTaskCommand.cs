using Drover.Cli.CommandLine;
using Drover.Contracts.Errors;

namespace Drover.Cli.Commands.Tasks;

/// <summary><c>drover task stop</c>.</summary>
internal static class StopTaskCommand
{
    internal static CliCommand Build(string name)
    {
        var which = TaskNaming.Several();
        return new CliCommand(name)
        {
            Arguments = { which },
            Run = async call =>
            {
                var client = await call.ConnectAsync();
                if (client.Error is { } unreachable)
                {
                    return call.Fail(unreachable);
                }

                var exit = ExitCodes.Ok;
                foreach (var task in call.Get(which)!)
                {
                    var stopped = await client.Value.StopTaskAsync(task);
                    exit = stopped.Error is { } error ? NextSteps.Fail(call, error, task) : call.Json ? Math.Max(exit, call.Answer(stopped.Value.Json)) : exit;
                }

                return exit;
            },
            Remarks = "TERM to it and everything it started, KILL after ten seconds; a second stop during that time kills at once. What it has done so far is kept.",
            Examples = ["drover task stop 3f2a61c0", "drover task stop $(drover task ls -q --status running)"],
        };
    }
}
