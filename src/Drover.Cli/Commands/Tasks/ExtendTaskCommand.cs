using System.CommandLine;
using Drover.Cli.CommandLine;
using Drover.Contracts.Errors;

namespace Drover.Cli.Commands.Tasks;

/// <summary><c>drover task extend</c>.</summary>
internal static class ExtendTaskCommand
{
    internal static CliCommand Build(string name)
    {
        var which = TaskNaming.One();
        var time = new Argument<string>("time") { Description = "How much more: minutes, or 15m, 1h" };
        return new CliCommand(name)
        {
            Arguments = { which, time },
            Run = async call =>
            {
                if (NewTaskCommand.Minutes(call.Get(time)!) is not { } minutes)
                {
                    return call.Usage($"Give minutes, or a time such as 15m or 1h, not \"{call.Get(time)}\".");
                }

                var client = await call.ConnectAsync();
                var extended = client.IsSuccess ? await client.Value.ExtendTaskAsync(call.Get(which)!, minutes) : client.Error!;
                return extended.Error is { } error ? NextSteps.Fail(call, error, call.Get(which)!) : call.Json ? call.Answer(extended.Value.Json) : ExitCodes.Ok;
            },
            Examples = ["drover task extend 3f2a61c0 15m"],
        };
    }
}
