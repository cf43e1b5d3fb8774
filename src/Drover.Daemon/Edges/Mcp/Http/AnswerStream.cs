using System.Text.Json;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using ModelContextProtocol.Protocol;

namespace Drover.Daemon.Edges.Mcp.Http;

/// <summary>
/// What the SDK's transport writes its events to. The transport says which message comes first: when that is the answer itself it goes out as plain
/// JSON with the status it deserves, and the event that the transport then writes is dropped; everything else is an event stream.
/// </summary>
/// <param name="http">The request.</param>
/// <param name="streamsOnly">Whether even a sole answer goes out as an event.</param>
internal sealed class AnswerStream(HttpContext http, bool streamsOnly) : WriteOnlyStream
{
    private readonly SemaphoreSlim _turn = new(1, 1);
    private readonly CancellationTokenSource _over = new();
    private bool _dropEvents;
    private bool _betweenEvents = true;

    public bool Started { get; private set; }

    public async ValueTask StartAsync(JsonRpcMessage? first)
    {
        Started = true;
        if (!streamsOnly && first is JsonRpcResponse or JsonRpcError)
        {
            _dropEvents = true;
            await McpFault.WriteAsync(http, McpFault.StatusOf(first), first);
            return;
        }

        var response = http.Response;
        response.ContentType = "text/event-stream";
        response.Headers.CacheControl = "no-cache, no-store";
        response.Headers.XContentTypeOptions = "nosniff";
        response.Headers["X-Accel-Buffering"] = "no";
        http.Features.GetRequiredFeature<IHttpResponseBodyFeature>().DisableBuffering();
    }

    /// <summary>A comment now and then keeps quiet streams alive in proxies, and tells us of clients that are gone.</summary>
    public async Task KeepAliveAsync(TimeSpan every, TimeProvider time, CancellationToken ends)
    {
        using var timer = new PeriodicTimer(every, time);
        while (await timer.WaitForNextTickAsync(ends))
        {
            await InTurnAsync(
                async turn =>
                {
                    if (Started && !_dropEvents && _betweenEvents)
                    {
                        await http.Response.Body.WriteAsync(": \n\n"u8.ToArray(), turn);
                        await http.Response.Body.FlushAsync(turn);
                    }
                },
                ends);
        }
    }

    /// <summary>The last event of a stream that ends before its answer: what happened instead.</summary>
    public async Task EndWithAsync(McpFault fault, RequestId id)
    {
        if (!Started)
        {
            await fault.WriteAsync(http, id);
        }
        else if (!_dropEvents)
        {
            byte[] message = [.. "event: message\ndata: "u8, .. JsonSerializer.SerializeToUtf8Bytes(fault.ToMessage(id), McpJson.Message), .. "\n\n"u8];
            await WriteAsync(message, http.RequestAborted);
            await FlushAsync(http.RequestAborted);
        }
    }

    public override async ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default)
    {
        if (_dropEvents || buffer.IsEmpty)
        {
            return;
        }

        await InTurnAsync(
            async ends =>
            {
                await http.Response.Body.WriteAsync(buffer, ends);
                _betweenEvents = buffer.Span.EndsWith("\n\n"u8);
            },
            cancellationToken);
    }

    public override Task FlushAsync(CancellationToken cancellationToken) =>
        _dropEvents ? Task.CompletedTask : InTurnAsync(ends => http.Response.Body.FlushAsync(ends), cancellationToken);

    /// <summary>Takes its turn: nobody writes to a response that is over. Who writes at this moment, to a client that does not read, is stopped.</summary>
    public override async ValueTask DisposeAsync()
    {
        await _over.CancelAsync();
        await _turn.WaitAsync(CancellationToken.None);
        await base.DisposeAsync();
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            _turn.Dispose();
            _over.Dispose();
        }

        base.Dispose(disposing);
    }

    private async Task InTurnAsync(Func<CancellationToken, Task> write, CancellationToken caller)
    {
        using var ends = CancellationTokenSource.CreateLinkedTokenSource(caller, _over.Token);
        await _turn.WaitAsync(ends.Token);
        try
        {
            await write(ends.Token);
        }
        finally
        {
            _turn.Release();
        }
    }
}
