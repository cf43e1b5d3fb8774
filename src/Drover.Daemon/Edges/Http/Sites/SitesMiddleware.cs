using System.Net;
using Drover.Contracts.Errors;
using Drover.Daemon.Edges.Http.Access;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Routing;
using Microsoft.AspNetCore.Routing.Patterns;

namespace Drover.Daemon.Edges.Http.Sites;

/// <summary>
/// Takes every request for a name below <c>.localhost</c> and never lets it through to the API, whatever its path: pages of a process and the API are
/// different origins, and stay so. A name that the user gave the API by <c>http.hosts</c> is the API's.
/// </summary>
internal sealed class SitesMiddleware(ISites sites, SiteForwarder forwarder, HostAllowList apiHosts)
{
    // The routing has found an endpoint of the API by the path alone; for the metrics this is another one.
    private static readonly RouteEndpoint Endpoint = new(
        static _ => Task.CompletedTask, RoutePatternFactory.Parse("{process}.{project}.localhost"), 0, EndpointMetadataCollection.Empty, "sites");

    public Task InvokeAsync(HttpContext http, RequestDelegate next) => NameOf(http) is { } name ? AnswerAsync(http, name) : next(http);

    /// <summary>Whether a request is for a process and none for the API.</summary>
    public bool Takes(HttpContext http) => NameOf(http) is not null;

    private string? NameOf(HttpContext http) =>
        SiteHost.NameOf(http.Request.Host) is { } name && !apiHosts.Allows(http.Request.Host.Value, http.Connection.LocalPort) ? name : null;

    private async Task AnswerAsync(HttpContext http, string name)
    {
        http.SetEndpoint(Endpoint);
        if (IsForeign(http))
        {
            await Problems.WriteAsync(http, new Error(ErrorCodes.AccessPeerForbidden, "Names below .localhost are answered to this user's programs on this machine only."));
            return;
        }

        // An upload to a process is none of our bodies.
        if (http.Features.Get<IHttpMaxRequestBodySizeFeature>() is { IsReadOnly: false } limit)
        {
            limit.MaxRequestBodySize = null;
        }

        var port = await sites.PortOfAsync(name);
        var wrong = port is null ? null : await forwarder.ForwardAsync(http, port.Value);
        if (port is null || wrong is not null)
        {
            await SitePage.WriteAsync(http, await sites.NoticeAsync(name, wrong));
        }
    }

    private static bool IsForeign(HttpContext http)
    {
        if (http.Connection.LocalIpAddress is null)
        {
            return false;
        }

        var peer = http.Connection.RemoteIpAddress;
        return http.Features.Get<PeerVerdict>() is { Allowed: false } || peer is null || !IPAddress.IsLoopback(peer.IsIPv4MappedToIPv6 ? peer.MapToIPv4() : peer);
    }
}
