using System.CommandLine;
using Drover.Cli.CommandLine;
using Drover.Cli.Connecting;

namespace Drover.Cli.Commands.Sessions;

/// <summary><c>drover signal SIGNAL [SESSION]</c>.</summary>
internal static class SignalCommand
{
    internal static CliCommand Build(string name)
    {
        var signal = new Argument<string>("signal") { Description = "Name or number: HUP, SIGHUP, 1" };
        signal.CompletionSources.Add("HUP", "INT", "QUIT", "USR1", "USR2", "TERM", "KILL", "CONT", "STOP", "WINCH");
        var which = Values.Session();
        return new CliCommand(name)
        {
            Arguments = { signal, which },
            Run = async call =>
            {
                var client = await call.ConnectAsync();
                var id = client.IsSuccess ? await SessionChoice.OfAsync(client.Value, call.Get(which)) : client.Error!;
                var answer = id.IsSuccess ? await client.Value.SignalAsync(id.Value, call.Get(signal)!) : id.Error!;
                if (!answer.IsSuccess)
                {
                    return call.Fail(answer.Error!);
                }

                call.Say($"sent {call.Get(signal)} to {call.Get(which) ?? id.Value}");
                return call.Json ? call.Answer(answer.Value.Json) : 0;
            },
            Examples = ["drover signal HUP web", "drover signal USR1"],
        };
    }
}
