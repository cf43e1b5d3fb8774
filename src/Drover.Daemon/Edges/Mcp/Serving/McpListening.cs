using System.Text.Json.Nodes;
using Drover.Daemon.Edges.Mcp.Offers;
using ModelContextProtocol.Protocol;
using ModelContextProtocol.Server;

namespace Drover.Daemon.Edges.Mcp.Serving;

/// <summary>
/// <c>subscriptions/listen</c> of the stateless revision: the answer is a stream of notifications, each with the request's id as its subscription,
/// until the client hangs up.
/// </summary>
internal sealed class McpListening(McpCatalog catalog, McpChanges changes)
{
    public async ValueTask<EmptyResult> ListenAsync(RequestContext<SubscriptionsListenRequestParams> request, CancellationToken ends)
    {
        var wanted = request.Params.Notifications;
        var watched = Watched(wanted.ResourceSubscriptions ?? [], McpCaller.Of(request).Scope);
        using var listening = changes.Listen(change => change.Uri is { } uri ? watched.Contains(uri) : MethodFor(change.What, wanted) is not null);
        await SendAsync(request, "notifications/subscriptions/acknowledged", new JsonObject { ["notifications"] = Granted(wanted, watched.SelectMany(group => group)) }, ends);
        try
        {
            await foreach (var change in listening.ReadAsync(ends))
            {
                foreach (var parameters in change.Uri is { } changed ? watched[changed].Select(uri => new JsonObject { ["uri"] = uri }) : [[]])
                {
                    await SendAsync(request, MethodFor(change.What, wanted)!, parameters, ends);
                }
            }
        }
        catch (OperationCanceledException) when (ends.IsCancellationRequested)
        {
            // The client has hung up, which is how a subscription ends.
        }

        return new EmptyResult();
    }

    // What changes are told under, and how this client calls it. What cannot be watched is not granted.
    private ILookup<string, string> Watched(IEnumerable<string> uris, McpScope scope) => uris.Distinct(StringComparer.Ordinal)
        .Select(uri => (Uri: uri, Watched: catalog.Resources.FirstOrDefault(family => scope.Has(family.Toolset) && family.Owns(uri))?.UriOfChanges(uri)))
        .Where(pair => pair.Watched is { IsSuccess: true })
        .ToLookup(pair => pair.Watched!.Value.Value, pair => pair.Uri, StringComparer.Ordinal);

    private static string? MethodFor(McpChange what, SubscriptionsListenNotifications wanted) => what switch
    {
        McpChange.Tools when wanted.ToolsListChanged is true => NotificationMethods.ToolListChangedNotification,
        McpChange.Prompts when wanted.PromptsListChanged is true => NotificationMethods.PromptListChangedNotification,
        McpChange.Resources when wanted.ResourcesListChanged is true => NotificationMethods.ResourceListChangedNotification,
        McpChange.Resource => NotificationMethods.ResourceUpdatedNotification,
        _ => null,
    };

    private static JsonObject Granted(SubscriptionsListenNotifications wanted, IEnumerable<string> uris)
    {
        var granted = new JsonObject();
        foreach (var (name, value) in (ReadOnlySpan<(string, bool?)>)
            [("toolsListChanged", wanted.ToolsListChanged), ("promptsListChanged", wanted.PromptsListChanged), ("resourcesListChanged", wanted.ResourcesListChanged)])
        {
            if (value is true)
            {
                granted[name] = true;
            }
        }

        if (wanted.ResourceSubscriptions is { Count: > 0 })
        {
            granted["resourceSubscriptions"] = new JsonArray([.. uris.Select(uri => (JsonNode)uri)]);
        }

        return granted;
    }

    private static Task SendAsync(RequestContext<SubscriptionsListenRequestParams> request, string method, JsonObject parameters, CancellationToken ends)
    {
        // The server sends on the stream of this request by itself; with a context of ours it throws.
        var id = request.JsonRpcRequest.Id.Id;
        parameters["_meta"] = new JsonObject { [MetaKeys.SubscriptionId] = id is long number ? number : (string)id! };
        return request.Server.SendMessageAsync(new JsonRpcNotification { Method = method, Params = parameters }, ends);
    }
}
