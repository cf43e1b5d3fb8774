using Drover.Contracts.Errors;
using Drover.Daemon.Edges.Mcp.Offers;
using Drover.Daemon.Features.Sessions.Tools.Answers;

namespace Drover.Daemon.Features.Sessions.Tools;

/// <summary><c>list_processes</c>.</summary>
internal sealed class ListProcesses(ProcessListings listings) : McpTool<ListArguments, ProcessListing>(
    ToolSchemas.Of(
        "list_processes",
        ToolEffect.Reads,
        "All processes, running ones first, newest first. Look here before you start a server: it may run already.",
        "\"status\":{\"type\":\"string\",\"description\":\"starting, running, stopping, backoff, exited, failed, lost; comma list\"},\"label\":{\"type\":\"string\"},\"command\":{\"type\":\"string\",\"description\":\"part of it\"},\"working_directory\":{\"type\":\"string\"}",
        "\"processes\":{\"type\":\"array\"},\"rest\":{\"type\":\"string\"}"),
    SessionToolJson.Default.ListArguments,
    SessionToolJson.Default.ProcessListing)
{
    protected override async ValueTask<Result<ProcessListing>> RunAsync(ListArguments input, ToolCall call, CancellationToken ends) => await listings.ListAsync(input);
}
