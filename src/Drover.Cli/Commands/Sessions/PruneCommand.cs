using Drover.Cli.CommandLine;
using Drover.Cli.Output;
using Drover.Contracts.Errors;
using Drover.Contracts.Sessions;

namespace Drover.Cli.Commands.Sessions;

/// <summary><c>drover prune</c>.</summary>
internal static class PruneCommand
{
    internal static CliCommand Build(string name)
    {
        var olderThan = Values.Text("--older-than", "TIME", "Only those that ended longer ago, e.g. 24h");
        var keep = Values.Number("--keep", "N", "Keep the newest N ended ones");
        return new CliCommand(name)
        {
            Options = { olderThan, keep },
            Run = async call =>
            {
                var client = await call.ConnectAsync();
                var answer = client.IsSuccess
                    ? await client.Value.PruneAsync(new PruneRequest { OlderThan = call.Get(olderThan), Keep = call.Get(keep) })
                    : client.Error!;
                if (!answer.IsSuccess)
                {
                    return call.Fail(answer.Error!);
                }

                if (call.Json)
                {
                    return call.Answer(answer.Value.Json);
                }

                var pruned = answer.Value.Value;
                foreach (var id in pruned.Removed)
                {
                    call.Out.Write(id + "\n");
                }

                call.Say($"removed {Figures.Count(pruned.Removed.Count, "session")}, freed {Figures.Bytes(pruned.FreedBytes)}");
                return ExitCodes.Ok;
            },
            Examples = ["drover prune", "drover prune --older-than 24h", "drover prune --keep 10"],
        };
    }
}
