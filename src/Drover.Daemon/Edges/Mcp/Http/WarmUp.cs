using System.Text.Json;
using Drover.Contracts.Client;
using Drover.Daemon.Edges.Mcp.Serving;
using Drover.Daemon.Edges.Mcp.Sessions;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using ModelContextProtocol.Protocol;
using ModelContextProtocol.Server;

namespace Drover.Daemon.Edges.Mcp.Http;

/// <summary>
/// The first request pays for loading and compiling the SDK, a few tenths of a second; this pays before anybody waits. Only where agents have been
/// before: it takes memory, and most of the daemon's start is over by then.
/// </summary>
internal static class WarmUp
{
    private static readonly TimeSpan AfterStart = TimeSpan.FromSeconds(1);

    public static void Plan(IServiceProvider services)
    {
        if (SessionKey.IsThere(services.GetRequiredService<DroverPaths>()))
        {
            var lifetime = services.GetRequiredService<IHostApplicationLifetime>();
            lifetime.ApplicationStarted.Register(() => _ = RunAsync(services, lifetime.ApplicationStopping));
        }
    }

    private static async Task RunAsync(IServiceProvider services, CancellationToken stopping)
    {
        await Task.Delay(AfterStart, services.GetRequiredService<TimeProvider>(), stopping).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        if (!stopping.IsCancellationRequested)
        {
            await AskAsync(services, RequestMethods.ToolsList, stopping);
        }
    }

    private static async Task AskAsync(IServiceProvider services, string method, CancellationToken stopping)
    {
        var text = $$$"""{"jsonrpc":"2.0","id":1,"method":"{{{method}}}","params":{"_meta":{"{{{MetaKeys.ProtocolVersion}}}":"{{{Revisions.Stateless}}}","{{{MetaKeys.ClientCapabilities}}}":{} } } }""";
        var message = JsonSerializer.Deserialize(text, McpJson.Message)!;
        message.Context = new JsonRpcMessageContext { ProtocolVersion = Revisions.Stateless };
        _ = services.GetRequiredService<McpEndpoints>();
        await using var transport = new StreamableHttpServerTransport { Stateless = true };
        await using var server = McpServer.Create(transport, services.GetRequiredService<McpOptions>().ForServer, serviceProvider: services);
        var run = server.RunAsync(stopping);
        _ = await transport.HandlePostRequestAsync(message, Stream.Null, stopping);
        await transport.DisposeAsync();
        await run.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }
}
