using Drover.Cli.CommandLine;
using Drover.Contracts.Errors;

namespace Drover.Cli.Commands.Tasks;

/// <summary><c>drover task events [-f]</c>.</summary>
internal static class TaskEventsCommand
{
    internal static CliCommand Build(string name)
    {
        var which = TaskNaming.One();
        var follow = Values.Flag("--follow", "Go on until the task has ended, also while it waits for you", "-f");
        var since = Values.Sequence("--since-seq", "Events from this number on");
        return new CliCommand(name)
        {
            Arguments = { which },
            Options = { follow, since },
            Run = async call =>
            {
                var task = call.Get(which)!;
                var client = await call.ConnectAsync();
                if (client.Error is { } unreachable)
                {
                    return call.Fail(unreachable);
                }

                if (call.Get(follow))
                {
                    return await new TaskFollower(call, client.Value, task).RunAsync(call.Get(since));
                }

                var events = await client.Value.TaskEventsAsync(task, call.Get(since));
                if (events.Error is { } error)
                {
                    return NextSteps.Fail(call, error, task);
                }

                if (call.Json)
                {
                    return call.Answer(events.Value.Json);
                }

                foreach (var happened in events.Value.Value)
                {
                    TaskEventText.Write(call, happened);
                }

                return ExitCodes.Ok;
            },
            Remarks = "With -f the exit code is 1 when the task failed or was stopped.",
            Examples = ["drover task events 3f2a61c0", "drover task events -f 3f2a61c0", "drover task events -f 3f2a61c0 --json | jq 'select(.metadata.category == \"tool_call\")'"],
        };
    }
}
