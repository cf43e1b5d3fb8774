using System.Net.Security;

namespace Drover.Daemon.Features.Sessions.Readiness;

/// <summary>Yes when a URL answers 2xx or 3xx. Redirects are answers, not followed.</summary>
internal sealed class HttpProbe(Uri url) : IProbe
{
    private static readonly HttpClient Client = new(new SocketsHttpHandler
    {
        AllowAutoRedirect = false,
        UseCookies = false,
        UseProxy = false,
        PooledConnectionIdleTimeout = TimeSpan.FromSeconds(5),
        SslOptions = new SslClientAuthenticationOptions
        {
            // Development servers on this machine use certificates that nobody signed. Elsewhere they must be right.
            RemoteCertificateValidationCallback = (sender, _, _, errors) =>
                errors == SslPolicyErrors.None || sender is SslStream { TargetHostName: "localhost" or "127.0.0.1" or "::1" },
        },
    })
    {
        Timeout = Timeout.InfiniteTimeSpan,
    };

    public string Subject => url.ToString();

    public async Task<ProbeAnswer> AskAsync(CancellationToken cancellation)
    {
        try
        {
            using var answer = await Client.GetAsync(url, HttpCompletionOption.ResponseHeadersRead, cancellation);
            var status = (int)answer.StatusCode;
            return status is >= 200 and < 400
                ? new ProbeAnswer(true, Url: url.GetLeftPart(UriPartial.Authority))
                : ProbeAnswer.No($"{url} answers {status}");
        }
        catch (HttpRequestException failure)
        {
            return ProbeAnswer.No($"{url}: {failure.InnerException?.Message ?? failure.Message}");
        }
    }
}
