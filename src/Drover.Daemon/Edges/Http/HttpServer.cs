using System.Diagnostics;
using System.Net;
using System.Text;
using Drover.Daemon.Configuration;
using Drover.Daemon.Edges.Http.Access;
using Drover.Daemon.Edges.Http.OpenApi;
using Drover.Daemon.Edges.Http.Sites;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Drover.Daemon.Edges.Http;

/// <summary>Kestrel on the unix socket and on the configured addresses, and the layers every request goes through.</summary>
internal static class HttpServer
{
    public static void AddHttpServer(this WebApplicationBuilder builder, DaemonOptions options, string socket)
    {
        var services = builder.Services;
        services.AddRoutingCore();
        services.AddSingleton(provider => new OpenApiDocuments(services, provider.GetRequiredService<EndpointDataSource>()));
        services.AddSingleton<RecordStream>();
        services.AddSingleton<HttpMetrics>();
        services.AddSingleton<ProblemsMiddleware>();
        services.AddSingleton(new HostAllowList(options.HttpHosts, options.Listen.Select(address => address.Address)));
        services.AddSingleton(new TokenCheck(options.Token));
        services.AddSingleton<AccessMiddleware>();
        services.AddSingleton<SiteForwarder>();
        services.AddSingleton<SitesMiddleware>();
        services.AddSingleton(provider => new PeerCheck(PeerCheck.CurrentUser(), provider.GetRequiredService<ILogger<PeerCheck>>()));

        builder.WebHost.UseKestrelCore();
        builder.WebHost.ConfigureKestrel(kestrel => Configure(kestrel, options, socket));
    }

    public static void UseHttpServer(this WebApplication app)
    {
        var (metrics, problems, sites, access) = (
            app.Services.GetRequiredService<HttpMetrics>(),
            app.Services.GetRequiredService<ProblemsMiddleware>(),
            app.Services.GetRequiredService<SitesMiddleware>(),
            app.Services.GetRequiredService<AccessMiddleware>());
        RefusalsOfKestrel.Answer(app.Services.GetRequiredService<DiagnosticListener>());
        app.Use(next => http => next(sites.Takes(http) ? http : AsGet(http)));
        // Said here, lest routing comes first of all and looks for the HEAD.
        app.UseRouting();
        app.Use(next => http => metrics.InvokeAsync(http, next));
        app.Use(next => http => problems.InvokeAsync(http, next));
        app.Use(next => http => sites.InvokeAsync(http, next));
        app.Use(next => http => BodyLimit.InvokeAsync(http, next));
        app.Use(next => http => access.InvokeAsync(http, next));

        // Behind the question who may come in: a browser asks nobody before it opens a web socket to another origin.
        app.UseWebSockets();
    }

    // RFC 9110, 9.3.2: HEAD is GET without the body. Kestrel knows what was asked and keeps the body back; routes need not know the word. Processes
    // behind a name get what was sent.
    private static HttpContext AsGet(HttpContext http)
    {
        if (HttpMethods.IsHead(http.Request.Method))
        {
            http.Request.Method = HttpMethods.Get;
        }

        return http;
    }

    private static void Configure(KestrelServerOptions kestrel, DaemonOptions options, string socket)
    {
        kestrel.AddServerHeader = false;
        kestrel.AllowSynchronousIO = false;

        // What a process answers behind its URL is passed on byte for byte; our own headers are ASCII.
        kestrel.ResponseHeaderEncodingSelector = _ => Encoding.Latin1;
        var limits = kestrel.Limits;
        limits.MaxRequestBodySize = options.HttpMaxBodyBytes;
        limits.MaxRequestHeadersTotalSize = options.HttpMaxHeaderBytes;
        limits.MaxRequestHeaderCount = 100;

        // A follower may be paused for hours (less, Ctrl-Z) and stdin may trickle: slowness is no attack here.
        limits.MinResponseDataRate = null;
        limits.MinRequestBodyDataRate = null;

        foreach (var address in options.Listen)
        {
            kestrel.Listen(new IPEndPoint(address.Address, address.Port), listen =>
            {
                listen.Protocols = HttpProtocols.Http1;
                if (options.PeerCheck)
                {
                    kestrel.ApplicationServices.GetRequiredService<PeerCheck>().UseOn(listen);
                }
            });
        }

        // Last: who finds the socket open takes the daemon for started, and none of the others may be taken then.
        kestrel.ListenUnixSocket(socket, listen => listen.Protocols = HttpProtocols.Http1);
    }
}
