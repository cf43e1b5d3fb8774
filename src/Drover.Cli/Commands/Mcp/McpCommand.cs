using Drover.Cli.CommandLine;
using Drover.Cli.Commands.Mcp.Relay;
using Drover.Contracts.Client;
using Drover.Contracts.Errors;

namespace Drover.Cli.Commands.Mcp;

/// <summary><c>drover mcp</c>: an MCP server on standard input and output, for agents' programs to start.</summary>
internal static class McpCommand
{
    internal static CliCommand Build(string name)
    {
        var toolsets = Values.Text("--toolsets", "NAMES", "Only these toolsets, separated by commas");
        var readOnly = Values.Flag("--read-only", "Only tools that change nothing");
        return new CliCommand(name)
        {
            Options = { toolsets, readOnly },
            Run = call => RunAsync(call, call.Get(toolsets), call.Get(readOnly)),
            Remarks = "It is for agents' programs to start: it speaks MCP on standard input and output, starts the daemon when needed, survives the daemon's restarts, and ends with its input.",
            Examples = ["drover mcp install claude", "drover mcp --read-only"],
        };
    }

    private static async Task<int> RunAsync(Invocation call, string? toolsets, bool readOnly)
    {
        var address = DaemonAddress.FromEnvironment();
        if (address.Error is { } wrong)
        {
            return call.Fail(wrong);
        }

        if (!Console.IsInputRedirected)
        {
            call.Say("This speaks MCP, for agents' programs to start (drover mcp install). Ctrl-D ends it.");
        }

        var query = Query(toolsets, readOnly);
        using var link = new DaemonLink(new DroverClient(address.Value), call.Terminal, TimeProvider.System);
        using var session = new RelaySession(link, query);
        using var output = new RelayOutput(call.Terminal.Bytes);
        await using var input = Console.OpenStandardInput();
        try
        {
            await new StdioRelay(link, session, output, query, TimeProvider.System).RunAsync(input);
            return ExitCodes.Ok;
        }
        catch (InvalidDataException endless)
        {
            return call.Fail(new Error(ErrorCodes.RequestTooLarge, endless.Message));
        }
    }

    private static string Query(string? toolsets, bool readOnly)
    {
        // Agents' programs start their servers in the project's folder: there its commands belong. Those that do not, start them in /.
        var folder = Environment.CurrentDirectory;
        string?[] parts = [folder is "/" ? null : $"folder={Uri.EscapeDataString(folder)}", toolsets is null ? null : $"toolsets={Uri.EscapeDataString(toolsets)}", readOnly ? "read_only=1" : null];
        var query = string.Join('&', parts.OfType<string>());
        return query.Length == 0 ? "" : "?" + query;
    }
}
