using ModelContextProtocol.Protocol;
using ModelContextProtocol.Server;

namespace Drover.Daemon.Edges.Mcp.Serving;

/// <summary>The offers as the SDK takes them. Handlers rather than its collections: the order is ours, and one instance serves every session and request.</summary>
/// <param name="ForServer">In a type of ours, since the container loads the assembly of every type that is registered.</param>
internal sealed record McpOptions(McpServerOptions ForServer)
{
    private const string Instructions =
        "Drover runs development processes that outlive this conversation: start, watch, search their output, restart, stop. Prefer waiting for a process to polling it.";

    public static McpOptions Create(McpHandlers handlers, McpResourceHandlers resources, McpListening listening, HandlerBugs bugs) => new(new McpServerOptions
    {
        ServerInfo = new Implementation { Name = "drover", Title = "Drover", Version = typeof(McpOptions).Assembly.GetName().Version!.ToString(3) },
        ServerInstructions = Instructions,
        ScopeRequests = false,
        Capabilities = new ServerCapabilities
        {
            Tools = new ToolsCapability { ListChanged = true },
            Prompts = new PromptsCapability { ListChanged = true },
            Resources = new ResourcesCapability { Subscribe = true, ListChanged = true },
        },
        Handlers = new McpServerHandlers
        {
            ListToolsHandler = bugs.Watch<ListToolsRequestParams, ListToolsResult>("tools/list", handlers.ListToolsAsync),
            CallToolHandler = handlers.CallToolAsync,
            ListPromptsHandler = bugs.Watch<ListPromptsRequestParams, ListPromptsResult>("prompts/list", handlers.ListPromptsAsync),
            GetPromptHandler = handlers.GetPromptAsync,
            CompleteHandler = bugs.Watch<CompleteRequestParams, CompleteResult>("completion/complete", handlers.CompleteAsync),
            ListResourcesHandler = resources.ListAsync,
            ListResourceTemplatesHandler = bugs.Watch<ListResourceTemplatesRequestParams, ListResourceTemplatesResult>("resources/templates/list", resources.ListTemplatesAsync),
            ReadResourceHandler = resources.ReadAsync,
            SubscribeToResourcesHandler = bugs.Watch<SubscribeRequestParams, EmptyResult>("resources/subscribe", resources.SubscribeAsync),
            UnsubscribeFromResourcesHandler = bugs.Watch<UnsubscribeRequestParams, EmptyResult>("resources/unsubscribe", resources.UnsubscribeAsync),
            SubscriptionsListenHandler = bugs.Watch<SubscriptionsListenRequestParams, EmptyResult>("subscriptions/listen", listening.ListenAsync),
        },
    });
}
