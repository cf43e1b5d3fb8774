using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace Drover.Daemon.Edges.Http;

/// <summary>For requests that may take long: a token that ends with the caller or with the daemon, whichever goes first.</summary>
internal static class RequestLifetime
{
    public static CancellationToken EndsWithDaemon(this HttpContext http)
    {
        var stopping = http.RequestServices.GetRequiredService<IHostApplicationLifetime>().ApplicationStopping;
        var ends = CancellationTokenSource.CreateLinkedTokenSource(http.RequestAborted, stopping);
        http.Response.RegisterForDispose(ends);
        return ends.Token;
    }
}
