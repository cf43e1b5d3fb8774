using Drover.Cli.CommandLine;
using Drover.Contracts.Errors;

namespace Drover.Cli.Commands.Tasks;

/// <summary><c>drover task start</c>.</summary>
internal static class StartTaskCommand
{
    internal static CliCommand Build(string name)
    {
        var which = TaskNaming.One();
        var follow = Values.Flag("--follow", "Show its events until it ends, or waits for you", "-f");
        return new CliCommand(name)
        {
            Arguments = { which },
            Options = { follow },
            Run = async call =>
            {
                var task = call.Get(which)!;
                var client = await call.ConnectAsync();
                var from = client.IsSuccess && call.Get(follow) ? await TaskFollower.EndAsync(client.Value, task) : 0L;
                var started = client.IsSuccess ? await client.Value.StartTaskAsync(task) : client.Error!;
                if (started.Error is { } error)
                {
                    return NextSteps.Fail(call, error, task);
                }

                if (call.Get(follow))
                {
                    return await new TaskFollower(call, client.Value, task) { EndsWhenAsked = true }.RunAsync(from);
                }

                if (call.Json)
                {
                    return call.Answer(started.Value.Json);
                }

                NextSteps.Say(call, started.Value.Value, task);
                return ExitCodes.Ok;
            },
            Remarks = "Of a task that has ended it is a new attempt in the same worktree; the history of the others is kept.\nWith --follow the exit code is 0 when it ended well or waits for you, 1 when it failed or was stopped.",
            Examples = ["drover task start 3f2a61c0", "drover task start 3f2a61c0 --follow"],
        };
    }
}
