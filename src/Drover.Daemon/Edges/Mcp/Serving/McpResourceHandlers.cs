using Drover.Daemon.Edges.Mcp.Offers;
using ModelContextProtocol;
using ModelContextProtocol.Protocol;
using ModelContextProtocol.Server;

namespace Drover.Daemon.Edges.Mcp.Serving;

/// <summary>Answers what is asked of resources: the families in turn, each for its own URIs.</summary>
internal sealed class McpResourceHandlers(McpCatalog catalog, McpSubscriptions subscriptions, HandlerBugs bugs)
{
    public async ValueTask<ListResourcesResult> ListAsync(RequestContext<ListResourcesRequestParams> request, CancellationToken ends)
    {
        var resources = new List<Resource>();
        foreach (var family in Seen(request))
        {
            resources.AddRange(await bugs.WatchAsync(family.Toolset, family.ListAsync(ends)));
        }

        return new ListResourcesResult { Resources = resources };
    }

    public ValueTask<ListResourceTemplatesResult> ListTemplatesAsync(RequestContext<ListResourceTemplatesRequestParams> request, CancellationToken ends) =>
        ValueTask.FromResult(new ListResourceTemplatesResult { ResourceTemplates = [.. Seen(request).SelectMany(family => family.Templates)] });

    public async ValueTask<ReadResourceResult> ReadAsync(RequestContext<ReadResourceRequestParams> request, CancellationToken ends)
    {
        var uri = request.Params.Uri;
        var read = await bugs.WatchAsync(uri, Owner(request, uri).ReadAsync(uri, McpCaller.Of(request), ends));
        return read.Error is { } error
            ? throw ProtocolErrors.OfResource(error, uri, request.Server.NegotiatedProtocolVersion)
            : new ReadResourceResult { Contents = read.Value };
    }

    public ValueTask<EmptyResult> SubscribeAsync(RequestContext<SubscribeRequestParams> request, CancellationToken ends)
    {
        var uri = request.Params.Uri;
        var watched = Owner(request, uri).UriOfChanges(uri);
        if (watched.Error is { } error)
        {
            throw ProtocolErrors.OfResource(error, uri, request.Server.NegotiatedProtocolVersion);
        }

        return subscriptions.Add(request.Server.SessionId ?? "", uri, watched.Value)
            ? ValueTask.FromResult(new EmptyResult())
            : throw new McpProtocolException($"A session can subscribe to {McpSubscriptions.Most} resources at once.", McpErrorCode.InvalidParams);
    }

    public ValueTask<EmptyResult> UnsubscribeAsync(RequestContext<UnsubscribeRequestParams> request, CancellationToken ends)
    {
        subscriptions.Remove(request.Server.SessionId ?? "", request.Params.Uri);
        return ValueTask.FromResult(new EmptyResult());
    }

    private McpResources Owner(MessageContext request, string uri) =>
        Seen(request).FirstOrDefault(family => family.Owns(uri)) ?? throw ProtocolErrors.OfResource(null, uri, request.Server.NegotiatedProtocolVersion);

    private IEnumerable<McpResources> Seen(MessageContext request)
    {
        var scope = McpCaller.Of(request).Scope;
        return catalog.Resources.Where(family => scope.Has(family.Toolset));
    }
}
