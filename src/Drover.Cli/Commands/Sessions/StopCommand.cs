using Drover.Cli.CommandLine;
using Drover.Cli.Connecting;
using Drover.Contracts.Client;
using Drover.Contracts.Errors;
using Drover.Contracts.Sessions;

namespace Drover.Cli.Commands.Sessions;

/// <summary><c>drover stop</c>: returns when nothing of the sessions is left.</summary>
internal static class StopCommand
{
    internal static CliCommand Build(string name)
    {
        var which = Values.Sessions();
        var all = Values.Flag("--all", "Every active session", "-a");
        var signal = Values.Text("--signal", "SIGNAL", "First signal, instead of the session's own", "-s");
        var grace = Values.Milliseconds("--grace", "Time until KILL, instead of the session's own");
        var noWait = Values.Flag("--no-wait", "Return when the stop has begun");
        return new CliCommand(name)
        {
            OnlyActive = true,
            Arguments = { which },
            Options = { all, signal, grace, noWait },
            Run = async call =>
            {
                var client = await call.ConnectAsync();
                var names = client.IsSuccess ? await ChooseAsync(client.Value, call.Get(which) ?? [], call.Get(all)) : client.Error!;
                if (!names.IsSuccess)
                {
                    return call.Fail(names.Error!);
                }

                var request = new StopRequest { Signal = call.Get(signal), GraceMs = call.Get(grace), Wait = call.Get(noWait) ? null : true };
                return await StopAsync(call, client.Value, names.Value, request);
            },
            Remarks = "A session's whole process tree goes: what left its group or its parent, too. A second stop during the grace time kills at once.",
            Examples = ["drover stop web", "drover stop web api", "drover stop --all", "drover stop web --signal INT --grace 10s"],
        };
    }

    private static async Task<Result<IReadOnlyList<string>>> ChooseAsync(DroverClient client, string[] names, bool all)
    {
        if (!all && names.Length > 0)
        {
            return await ProjectNames.ResolveAsync(client, names);
        }

        var list = await client.ListAsync();
        if (!list.IsSuccess)
        {
            return list.Error!;
        }

        if (all)
        {
            return names.Length > 0
                ? new Error(ErrorCodes.RequestUsage, "Give either --all or the names of sessions.")
                : (string[])[.. list.Value.Value.Sessions.Where(session => SessionChoice.IsActive(session.State)).Select(session => session.Label ?? session.Id)];
        }

        var only = SessionChoice.OnlyActive(list.Value.Value.Sessions);
        return only.IsSuccess ? (string[])[only.Value] : only.Error!;
    }

    // All at once: each has a grace time of its own.
    private static async Task<int> StopAsync(Invocation call, DroverClient client, IReadOnlyList<string> names, StopRequest request)
    {
        var cancellation = call.Cancellation;
        var stops = names.Select(name => client.StopAsync(name, request, cancellation)).ToList();
        var exit = ExitCodes.Ok;
        for (var index = 0; index < stops.Count; index++)
        {
            var answer = await stops[index];
            if (!answer.IsSuccess)
            {
                exit = call.Fail(answer.Error!);
                continue;
            }

            if (call.Json)
            {
                call.Answer(answer.Value.Json);
                continue;
            }

            var acted = answer.Value.Value;
            call.Say($"{(acted.State is SessionState.Stopping ? "stopping" : "stopped")} {(Guid.TryParse(names[index], out _) ? names[index][..8] : names[index])}");
            if (acted.Note is { } note)
            {
                call.Say($"  {call.Terminal.ErrorInk.Yellow("!")} {note}");
            }
        }

        if (names.Count == 0)
        {
            call.Say("No session is active.");
        }

        return exit;
    }
}
