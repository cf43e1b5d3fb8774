using System.CommandLine;
using Drover.Cli.CommandLine;
using Drover.Cli.Connecting;
using Drover.Contracts.Errors;

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
            OnlyActive = true,
            Arguments = { signal, which },
            Run = async call =>
            {
                var client = await call.ConnectAsync();
                var id = client.IsSuccess ? await SessionChoice.OfAsync(client.Value, call.Get(which)) : client.Error!;
                var answer = id.IsSuccess ? await client.Value.SignalAsync(id.Value, call.Get(signal)!) : id.Error!;
                if (answer.Error is { Code: ErrorCodes.RequestUnknownSignal } && call.Get(which) is null)
                {
                    return call.Usage($"The signal is missing, \"{call.Get(signal)}\" is none: drover signal TERM {call.Get(signal)}.");
                }

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
