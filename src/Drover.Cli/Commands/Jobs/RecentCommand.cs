using System.Globalization;
using Drover.Cli.CommandLine;
using Drover.Cli.Output;
using Drover.Contracts.Client;
using Drover.Contracts.Errors;

namespace Drover.Cli.Commands.Jobs;

/// <summary><c>drover recent</c>: the last commands of this folder's workspace.</summary>
internal static class RecentCommand
{
    internal static CliCommand Build(string name)
    {
        var limit = Values.Number("--limit", "N", "At most so many (default and most: 50)", "-n");
        return new CliCommand(name)
        {
            Options = { limit },
            Run = async call =>
            {
                if (CallerFolder.Here() is not { } here)
                {
                    return call.Fail(CallerFolder.IsGone);
                }

                return await call.ShowAsync(client => AskAsync(client, here, call.Get(limit)), commands => Show(call, commands));
            },
            Examples = ["drover recent", "drover recent -n 10", "drover recent --json | jq -r '.[0].cmd'"],
        };
    }

    private static async Task<Result<Answer<IReadOnlyList<Contracts.Jobs.RecentCommand>>>> AskAsync(DroverClient client, string folder, int? limit)
    {
        var workspace = await WorkspaceChoice.OfAsync(client, folder);
        return workspace.IsSuccess ? await client.RecentCommandsAsync(workspace.Value, limit) : workspace.Error!;
    }

    private static int Show(Invocation call, IReadOnlyList<Contracts.Jobs.RecentCommand> commands)
    {
        if (commands.Count == 0)
        {
            call.Say("Nothing was run in this folder's workspace yet. drover run -- CMD ARGS…");
            return ExitCodes.Ok;
        }

        var table = new Table("RAN", "EXIT", "FOLDER", "COMMAND");
        foreach (var command in commands)
        {
            table.Add(
                command.RanAt.ToLocalTime().ToString("yyyy-MM-dd HH:mm:ss", CultureInfo.InvariantCulture),
                command.ExitCode?.ToString(CultureInfo.InvariantCulture) ?? "-",
                command.Cwd,
                command.Cmd);
        }

        table.Write(call.Terminal);
        return ExitCodes.Ok;
    }
}
