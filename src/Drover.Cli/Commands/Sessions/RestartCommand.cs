using Drover.Cli.CommandLine;
using Drover.Cli.Connecting;
using Drover.Contracts.Errors;
using Drover.Contracts.Sessions;

namespace Drover.Cli.Commands.Sessions;

/// <summary><c>drover restart</c>.</summary>
internal static class RestartCommand
{
    internal static CliCommand Build(string name)
    {
        var which = Values.Session();
        var grace = Values.Milliseconds("--grace", "Time until KILL, instead of the session's own");
        var wait = new WaitOptions();
        var command = new CliCommand(name)
        {
            Arguments = { which },
            Options = { grace },
            Run = async call =>
            {
                var waiting = wait.Parse(call);
                var client = waiting.IsSuccess ? await call.ConnectAsync() : waiting.Error!;
                var id = client.IsSuccess ? await SessionChoice.OfAsync(client.Value, call.Get(which)) : client.Error!;
                if (!id.IsSuccess)
                {
                    return call.Fail(id.Error!);
                }

                var request = new RestartRequest { GraceMs = call.Get(grace), Wait = waiting.Value.Request };
                var answer = await client.Value.RestartAsync(id.Value, request == new RestartRequest() ? null : request, call.Cancellation);
                if (!answer.IsSuccess)
                {
                    return call.Fail(answer.Error!);
                }

                if (call.Json)
                {
                    call.Answer(answer.Value.Json);
                }

                var acted = answer.Value.Value;
                if (acted.Wait is not { } result)
                {
                    call.Say($"restarting {call.Get(which) ?? id.Value}");
                    return ExitCodes.Ok;
                }

                WaitOutput.Tell(call, result, request.Wait!.For!.Value, always: false);
                return await WaitOutput.ExitCodeAsync(client.Value, id.Value, result, request.Wait!.For!.Value);
            },
            Examples = ["drover restart web", "drover restart web --wait"],
        };
        wait.AddTo(command);
        return command;
    }
}
