using Drover.Contracts.Errors;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Drover.Daemon.Edges.Http;

/// <summary>
/// Pumps batches into a <see cref="RecordWriter"/> until they end, the caller goes, or the daemon stops. The batches are pulled: a slow reader
/// makes the next pull later, never a queue longer.
/// </summary>
internal sealed partial class RecordStream(IHostApplicationLifetime lifetime, TimeProvider time, ILogger<RecordStream> logger)
{
    public static readonly TimeSpan HeartbeatInterval = TimeSpan.FromSeconds(15);

    /// <param name="http">The request.</param>
    /// <param name="writer">Where the records go.</param>
    /// <param name="batches">What to send, given a token that ends with the request or the daemon.</param>
    /// <param name="write">Writes one batch; the stream flushes after it.</param>
    public async Task SendAsync<TBatch>(
        HttpContext http, RecordWriter writer, Func<CancellationToken, IAsyncEnumerable<TBatch>> batches, Action<RecordWriter, TBatch> write)
    {
        using var ends = CancellationTokenSource.CreateLinkedTokenSource(http.RequestAborted, lifetime.ApplicationStopping);
        try
        {
            await writer.StartAsync();
            await using var source = batches(ends.Token).GetAsyncEnumerator(ends.Token);
            while (await NextAsync(source, writer, ends.Token))
            {
                write(writer, source.Current);
                await writer.FlushAsync(ends.Token);
            }
        }
        catch (OperationCanceledException) when (http.RequestAborted.IsCancellationRequested)
        {
            // The reader went away.
        }
        catch (OperationCanceledException) when (ends.IsCancellationRequested)
        {
            await writer.FailAsync(new Error(ErrorCodes.DaemonStopping, "The daemon stops, the stream has not ended: go on behind the last record when a daemon answers again."));
        }
        catch (RecordStreamException exception)
        {
            await writer.FailAsync(exception.Error);
        }
        catch (Exception exception) when (!http.RequestAborted.IsCancellationRequested)
        {
            StreamFailed(http.Request.Path, Problems.TraceId(http), exception);
            await writer.FailAsync(new Error(ErrorCodes.InternalError, "The stream failed; the daemon's log has the trace id."));
        }
    }

    private async ValueTask<bool> NextAsync<TBatch>(IAsyncEnumerator<TBatch> source, RecordWriter writer, CancellationToken ends)
    {
        var next = source.MoveNextAsync();
        if (next.IsCompleted)
        {
            return await next;
        }

        var pending = next.AsTask();
        while (true)
        {
            try
            {
                return await pending.WaitAsync(HeartbeatInterval, time, CancellationToken.None);
            }
            catch (TimeoutException) when (!pending.IsCompleted)
            {
                writer.Heartbeat();
                await writer.FlushAsync(ends);
            }
        }
    }

    [LoggerMessage(1001, LogLevel.Error, "Stream {Path} failed ({TraceId})")]
    private partial void StreamFailed(string path, string traceId, Exception exception);
}
