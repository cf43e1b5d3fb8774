using Drover.Cli.CommandLine;

namespace Drover.Cli.Commands.Mcp;

/// <summary>The commands below <c>drover mcp</c>.</summary>
internal static class McpCommands
{
    internal static CommandRow[] Rows { get; } =
    [
        new("install", "Put Drover into the configuration of an agent's program", McpInstallCommand.Build),
    ];
}
