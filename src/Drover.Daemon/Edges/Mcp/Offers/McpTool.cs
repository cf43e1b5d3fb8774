using ModelContextProtocol.Protocol;
using ModelContextProtocol.Server;

namespace Drover.Daemon.Edges.Mcp.Offers;

/// <summary>A tool. A feature registers its own as <c>services.AddSingleton&lt;McpTool, …&gt;()</c>; they are listed in that order.</summary>
internal abstract class McpTool(ToolListing listing)
{
    public ToolListing Listing => listing;

    public string Name => listing.Definition.Name;

    /// <param name="request">The call as the protocol has it.</param>
    /// <param name="ends">Cancelled when the client no longer wants the answer, or the daemon stops.</param>
    public abstract ValueTask<CallToolResult> CallAsync(RequestContext<CallToolRequestParams> request, CancellationToken ends);
}
