using Drover.Cli.CommandLine;
using Drover.Cli.Output;
using Drover.Contracts.Errors;

namespace Drover.Cli.Commands.Daemon;

/// <summary><c>drover config</c>.</summary>
internal static class ConfigCommand
{
    internal static CliCommand Build(string name) => new(name)
    {
        Run = call => call.ShowAsync(client => client.ConfigAsync(), config =>
        {
            var table = new Table("KEY", "VALUE", "FROM", "VARIABLE", "MEANING");
            foreach (var value in config.Values)
            {
                var set = !string.Equals(value.Source, "default", StringComparison.Ordinal);
                table.Add(value.Key, value.Value ?? "-", new Cell(value.Source, set ? call.Terminal.Ink.Green : call.Terminal.Ink.Dim), value.Environment, value.Description);
            }

            table.Write(call.Terminal);
            return ExitCodes.Ok;
        }),
        Remarks = "Values come from defaults, config.yaml, the .env beside it, the environment, and flags of drover daemon run; the later wins.",
        Examples = ["drover config", "drover config --json | jq -r '.values[] | select(.source != \"default\").key'"],
    };
}
