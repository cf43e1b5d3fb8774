using Drover.Cli.CommandLine;
using Drover.Cli.Connecting;
using Drover.Contracts.Errors;

namespace Drover.Cli.Commands.Sessions;

/// <summary><c>drover rm</c>. What is removed is always named: nothing is guessed here.</summary>
internal static class RemoveCommand
{
    internal static CliCommand Build(string name)
    {
        var which = Values.OneSessionOrMore();
        var force = Values.Flag("--force", "Stop it first when it is active", "-f");
        return new CliCommand(name)
        {
            Arguments = { which },
            Options = { force },
            Run = async call =>
            {
                var client = await call.ConnectAsync();
                if (!client.IsSuccess)
                {
                    return call.Fail(client.Error!);
                }

                var exit = ExitCodes.Ok;
                foreach (var session in await ProjectNames.ResolveAsync(client.Value, call.Get(which)!))
                {
                    var answer = await client.Value.RemoveAsync(session, call.Get(force));
                    if (!answer.IsSuccess)
                    {
                        exit = call.Fail(answer.Error!);
                    }
                    else if (call.Json)
                    {
                        call.Answer(answer.Value.Json);
                    }
                    else
                    {
                        call.Say($"removed {session}");
                    }
                }

                return exit;
            },
            Examples = ["drover rm web", "drover rm --force web"],
        };
    }
}
