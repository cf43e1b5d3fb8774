using Drover.Contracts.Errors;
using Drover.Daemon.Configuration;
using Drover.Daemon.Edges.Http;
using Drover.Daemon.Edges.Mcp.Offers;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;

namespace Drover.Daemon.Edges.Mcp.Http;

/// <summary>Who calls: where it reached the daemon, and what the configuration and its own <c>?toolsets=</c> and <c>?read_only=</c> leave it, and the folder it works in.</summary>
internal sealed class CallerReader(DaemonOptions options, McpCatalog catalog, IServer server)
{
    private readonly McpScope _most = new(options.McpToolsets?.ToHashSet(StringComparer.Ordinal), options.McpReadOnly);

    public Result<McpCaller> Read(HttpContext http)
    {
        var query = new QueryReader(http.Request.Query);
        var toolsets = query.Text("toolsets")?.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
        var readOnly = query.Flag("read_only");
        if (toolsets?.FirstOrDefault(name => !catalog.Toolsets.Contains(name, StringComparer.Ordinal)) is { } unknown)
        {
            query.Fail("toolsets", $"There is no toolset {unknown}, only {string.Join(", ", catalog.Toolsets)}.");
        }

        var folder = query.Text("folder");
        if (folder is not (null or ['/', ..]))
        {
            query.Fail("folder", "It is an absolute path.");
        }

        return query.Check() is { } error ? error : new McpCaller(BaseUrl(http), _most.Narrowed(toolsets, readOnly), folder);
    }

    // Who comes by the socket gets an address that works in a browser.
    private string? BaseUrl(HttpContext http) => http.Connection.LocalIpAddress is not null
        ? $"{http.Request.Scheme}://{http.Request.Host.Value}"
        : server.Features.Get<IServerAddressesFeature>()?.Addresses.FirstOrDefault(address => !address.Contains("unix:", StringComparison.Ordinal))
            ?.Replace("//0.0.0.0:", "//127.0.0.1:", StringComparison.Ordinal).Replace("//[::]:", "//[::1]:", StringComparison.Ordinal);
}
