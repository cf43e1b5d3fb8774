using Drover.Daemon.Edges.Mcp.Serving;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using ModelContextProtocol.Protocol;
using ModelContextProtocol.Server;

namespace Drover.Daemon.Edges.Mcp.Http;

/// <summary>Revision 2026-07-28: a request lives and dies with its POST, and so do the transport and the server that answer it.</summary>
internal sealed class StatelessPosts(
    McpOptions options, RequestRules rules, Exchange exchange, IHostApplicationLifetime lifetime, ILoggerFactory logs, IServiceProvider services)
{
    public async Task AnswerAsync(HttpContext http, JsonRpcMessage message)
    {
        if (message is JsonRpcRequest request && Refuse(http, request) is { } fault)
        {
            await fault.WriteAsync(http, request.Id);
            return;
        }

        // A client that hangs up has cancelled here, so the server ends with the request.
        using var ends = CancellationTokenSource.CreateLinkedTokenSource(http.RequestAborted, lifetime.ApplicationStopping);
        await using var transport = new StreamableHttpServerTransport(logs) { Stateless = true };
        await using var server = McpServer.Create(transport, options.ForServer, logs, services);
        var run = server.RunAsync(ends.Token);
        await exchange.RespondAsync(http, transport, message, streamsOnly: false);
        await transport.DisposeAsync();
        await run.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }

    private McpFault? Refuse(HttpContext http, JsonRpcRequest request) => request.Context!.ProtocolVersion is null
        ? McpFault.Mismatch($"Send one {McpHeaders.Revision} header.")
        : rules.Check(http.Request.Headers, request);
}
