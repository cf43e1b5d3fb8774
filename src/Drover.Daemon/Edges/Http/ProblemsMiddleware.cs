using Drover.Contracts.Errors;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Drover.Daemon.Edges.Http;

/// <summary>The outermost layer: whatever the framework or a bug would answer becomes a problem with a code.</summary>
internal sealed partial class ProblemsMiddleware(IHostApplicationLifetime lifetime, ILogger<ProblemsMiddleware> logger)
{
    public async Task InvokeAsync(HttpContext http, RequestDelegate next)
    {
        try
        {
            await next(http);
            if (!http.Response.HasStarted && http.Response.ContentType is null && RequestFailures.FromStatus(http) is { } error)
            {
                await Problems.WriteAsync(http, error);
            }
        }
        catch (Exception) when (http.RequestAborted.IsCancellationRequested)
        {
            RequestGone(http.Request.Method, http.Request.Path);
        }
        catch (Exception exception) when (exception is OperationCanceledException or ObjectDisposedException && lifetime.ApplicationStopping.IsCancellationRequested && !http.Response.HasStarted)
        {
            await Problems.WriteAsync(http, new Error(ErrorCodes.DaemonStopping, "The daemon stops before this call has come to its end; ask again when a daemon answers."));
        }
        catch (BadHttpRequestException exception) when (!http.Response.HasStarted)
        {
            await Problems.WriteAsync(http, RequestFailures.From(exception));
        }
        catch (Exception exception)
        {
            RequestFailed(http.Request.Method, http.Request.Path, Problems.TraceId(http), exception);
            if (http.Response.HasStarted)
            {
                http.Abort();
                return;
            }

            http.Response.Clear();
            await Problems.WriteAsync(http, new Error(ErrorCodes.InternalError, "A bug in Drover. The daemon's log has more under this trace id."));
        }
    }

    [LoggerMessage(1002, LogLevel.Error, "{Method} {Path} failed ({TraceId})")]
    private partial void RequestFailed(string method, string path, string traceId, Exception exception);

    [LoggerMessage(1003, LogLevel.Debug, "{Method} {Path}: the caller went away")]
    private partial void RequestGone(string method, string path);
}
