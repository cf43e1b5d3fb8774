using System.Text.Json.Nodes;
using Drover.Daemon.Edges.Mcp.Offers;
using ModelContextProtocol.Protocol;
using ModelContextProtocol.Server;

namespace Drover.Daemon.Edges.Mcp.Serving;

/// <summary>
/// <c>subscriptions/listen</c> of the stateless revision: the answer is a stream of notifications, each with the request's id as its subscription,
/// until the client hangs up.
/// </summary>
internal sealed class McpListening(McpChanges changes)
{
    public async ValueTask<EmptyResult> ListenAsync(RequestContext<SubscriptionsListenRequestParams> request, CancellationToken ends)
    {
        var wanted = request.Params.Notifications;
        using var listening = changes.Listen(change => MethodFor(change, wanted) is not null);
        await SendAsync(request, "notifications/subscriptions/acknowledged", new JsonObject { ["notifications"] = Granted(wanted) }, ends);
        try
        {
            await foreach (var change in listening.ReadAsync(ends))
            {
                await SendAsync(request, MethodFor(change, wanted)!, change.Uri is { } uri ? new JsonObject { ["uri"] = uri } : [], ends);
            }
        }
        catch (OperationCanceledException) when (ends.IsCancellationRequested)
        {
            // The client has hung up, which is how a subscription ends.
        }

        return new EmptyResult();
    }

    private static string? MethodFor(McpChanged change, SubscriptionsListenNotifications wanted) => change.What switch
    {
        McpChange.Tools when wanted.ToolsListChanged is true => NotificationMethods.ToolListChangedNotification,
        McpChange.Prompts when wanted.PromptsListChanged is true => NotificationMethods.PromptListChangedNotification,
        McpChange.Resources when wanted.ResourcesListChanged is true => NotificationMethods.ResourceListChangedNotification,
        McpChange.Resource when wanted.ResourceSubscriptions?.Contains(change.Uri!) is true => NotificationMethods.ResourceUpdatedNotification,
        _ => null,
    };

    private static JsonObject Granted(SubscriptionsListenNotifications wanted)
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

        if (wanted.ResourceSubscriptions is { Count: > 0 } uris)
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
