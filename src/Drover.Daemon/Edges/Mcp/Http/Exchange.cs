using Drover.Contracts.Errors;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Hosting;
using ModelContextProtocol.Protocol;
using ModelContextProtocol.Server;

namespace Drover.Daemon.Edges.Mcp.Http;

/// <summary>One message through the SDK's transport, and what comes of it into the response.</summary>
internal sealed class Exchange(IHostApplicationLifetime lifetime, TimeProvider time)
{
    private static readonly TimeSpan KeepAlive = TimeSpan.FromSeconds(15);

    public async Task RespondAsync(HttpContext http, StreamableHttpServerTransport transport, JsonRpcMessage message, bool streamsOnly)
    {
        await using var answer = new AnswerStream(http, streamsOnly);
        await WithKeepAliveAsync(http, answer, async ends =>
        {
            if (!await transport.HandlePostRequestAsync(message, answer, answer.StartAsync, ends))
            {
                http.Response.StatusCode = StatusCodes.Status202Accepted;
            }
        });
        if (lifetime.ApplicationStopping.IsCancellationRequested && message is JsonRpcRequest { Id: var id } && !http.RequestAborted.IsCancellationRequested)
        {
            // Harmless when the answer has just gone out: clients know an id only until then.
            await answer.EndWithAsync(McpFault.From(new Error(ErrorCodes.DaemonStopping, "The daemon stops before this call has come to its end; ask again when a daemon answers.")), id);
        }
    }

    /// <summary>Runs until done, the client has gone, or the daemon stops; an answer that takes its time shows signs of life.</summary>
    public async Task WithKeepAliveAsync(HttpContext http, AnswerStream answer, Func<CancellationToken, Task> write)
    {
        using var ends = CancellationTokenSource.CreateLinkedTokenSource(http.RequestAborted, lifetime.ApplicationStopping);
        using var done = CancellationTokenSource.CreateLinkedTokenSource(ends.Token);
        var alive = answer.KeepAliveAsync(KeepAlive, time, done.Token);
        try
        {
            await write(ends.Token);
        }
        catch (OperationCanceledException) when (ends.IsCancellationRequested)
        {
            // Nobody reads on, or nobody writes on.
        }
        finally
        {
            await done.CancelAsync();
            await alive.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }
}
