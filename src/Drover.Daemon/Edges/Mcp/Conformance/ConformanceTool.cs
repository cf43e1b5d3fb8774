using System.Text;
using Drover.Daemon.Edges.Mcp.Offers;
using ModelContextProtocol.Protocol;
using ModelContextProtocol.Server;

namespace Drover.Daemon.Edges.Mcp.Conformance;

/// <summary>A fixture tool: what it does is all there is to say of it.</summary>
internal sealed class ConformanceTool(
    string name, string description, Func<RequestContext<CallToolRequestParams>, CancellationToken, ValueTask<CallToolResult>> run, string input = """{"type":"object"}""")
    : McpTool(new ToolListing(name, ConformanceFixtures.Toolset, ToolEffect.Reads, description, Encoding.UTF8.GetBytes(input)))
{
    public override ValueTask<CallToolResult> CallAsync(RequestContext<CallToolRequestParams> request, CancellationToken ends) => run(request, ends);

    /// <summary>One that always answers the same.</summary>
    public static ConformanceTool Fixed(string name, string description, params IList<ContentBlock> answer) =>
        new(name, description, (_, _) => ValueTask.FromResult(new CallToolResult { Content = answer }));

    public static CallToolResult Text(string text) => new() { Content = [new TextContentBlock { Text = text }] };

    public static string Argument(RequestContext<CallToolRequestParams> request, string name) =>
        request.Params.Arguments?.TryGetValue(name, out var value) is true ? value.GetString() ?? "" : "";
}
