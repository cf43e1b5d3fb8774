using Drover.Cli.CommandLine;
using Drover.Contracts.Errors;

namespace Drover.Cli.Commands.Tasks;

/// <summary><c>drover task rm</c>.</summary>
internal static class RemoveTaskCommand
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
                    if (await client.Value.RemoveTaskAsync(task) is { } error)
                    {
                        exit = NextSteps.Fail(call, error, task);
                    }
                    else
                    {
                        call.Say($"removed {task}");
                    }
                }

                return exit;
            },
            Remarks = "Its history, output and comments go, too. A task whose worktree is still there is refused: drover task cleanup first.",
            Examples = ["drover task rm 3f2a61c0"],
        };
    }
}
