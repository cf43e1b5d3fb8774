using ModelContextProtocol.Protocol;
using ModelContextProtocol.Server;

namespace Drover.Daemon.Edges.Mcp.Offers;

/// <summary>Where a request came in, and what it may see.</summary>
/// <param name="BaseUrl">The daemon's address as the caller reaches it, without a slash at the end: for links in answers. Null when the daemon listens on its socket only.</param>
/// <param name="Scope">What is offered to it.</param>
/// <param name="Folder">Where the caller works, an absolute path; null when it does not say.</param>
internal sealed record McpCaller(string? BaseUrl, McpScope Scope, string? Folder = null)
{
    private const string Key = "drover.caller";

    public static McpCaller Of(MessageContext request) =>
        request.JsonRpcMessage.Context?.Items?.TryGetValue(Key, out var caller) is true && caller is McpCaller known ? known : new McpCaller(null, McpScope.Everything);

    public void PutInto(JsonRpcMessageContext context)
    {
        context.Items ??= new Dictionary<string, object?>(StringComparer.Ordinal);
        context.Items[Key] = this;
    }
}
