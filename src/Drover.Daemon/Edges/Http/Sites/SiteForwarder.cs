using System.Net;
using System.Net.Sockets;
using System.Text;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;

namespace Drover.Daemon.Edges.Http.Sites;

/// <summary>Passes a request on to a port of this machine and the answer back, both as they come.</summary>
internal sealed class SiteForwarder : IDisposable
{
    private static readonly TimeSpan ConnectPatience = TimeSpan.FromSeconds(5);

    private readonly Lock _making = new();
    private HttpMessageInvoker? _client;

    // Made by the first request for a process: a daemon that forwards nothing does not even load the library of the client.
    private HttpMessageInvoker Client
    {
        get
        {
            lock (_making)
            {
                return _client ??= Make();
            }
        }
    }

    public void Dispose()
    {
        lock (_making)
        {
            _client?.Dispose();
        }
    }

    /// <returns>Null when the answer was passed on. Else nothing was answered, and this says why, at the end of a sentence about the process.</returns>
    public async Task<string?> ForwardAsync(HttpContext http, int port)
    {
        var ends = http.EndsWithDaemon();
        var upgrade = http.Features.Get<IHttpUpgradeFeature>() is { IsUpgradableRequest: true } feature ? feature : null;
        using var request = Request(http, port, upgrade is not null);
        try
        {
            using var answer = await Client.SendAsync(request, ends);
            var switches = answer.StatusCode == HttpStatusCode.SwitchingProtocols;
            if (switches && upgrade is null)
            {
                return "switches to another protocol that nobody asked for";
            }

            http.Response.StatusCode = (int)answer.StatusCode;
            if (SiteHeaders.Copy(answer, http.Response, switches) is { } header)
            {
                http.Response.Clear();
                return $"answers with a header that cannot be passed on: {header}";
            }

            if (switches)
            {
                await UpgradedConnection.JoinAsync(upgrade!, answer, ends);
                return null;
            }

            await http.Response.StartAsync(ends);
            await CopyAsync(answer, http.Response, ends);
            return null;
        }
        catch (HttpRequestException failure) when (!http.Response.HasStarted)
        {
            http.Response.Clear();
            return failure.HttpRequestError is HttpRequestError.InvalidResponse ? $"what it answers on port {port} is no HTTP" : $"does not answer on port {port}";
        }
        catch (OperationCanceledException) when (!http.Response.HasStarted && !ends.IsCancellationRequested)
        {
            // Its queue of connections is full: the program hangs, or waits in a debugger.
            http.Response.Clear();
            return $"takes no connection on port {port}; it may hang";
        }
        catch (Exception broken) when (http.Response.HasStarted && broken is HttpRequestException or IOException or OperationCanceledException)
        {
            // The process ended in the middle, or the daemon does: the browser has to see that the answer is not whole.
            http.Abort();
            return null;
        }
    }

    private static HttpMessageInvoker Make() => new(new SocketsHttpHandler
    {
        UseProxy = false,
        UseCookies = false,
        AllowAutoRedirect = false,
        AutomaticDecompression = DecompressionMethods.None,
        ActivityHeadersPropagator = null,
        ConnectTimeout = ConnectPatience,
        RequestHeaderEncodingSelector = (_, _) => Encoding.UTF8,
        ConnectCallback = ConnectAsync,
    });

    private static HttpRequestMessage Request(HttpContext http, int port, bool upgrade)
    {
        var (request, raw) = (http.Request, http.Features.GetRequiredFeature<IHttpRequestFeature>().RawTarget);
        var target = raw.StartsWith('/') ? raw : request.Path.ToUriComponent() + request.QueryString.ToUriComponent();
        var message = new HttpRequestMessage(
            new HttpMethod(request.Method),
            new Uri($"http://localhost:{port}{target}", new UriCreationOptions { DangerousDisablePathAndQueryCanonicalization = true }))
        {
            Version = HttpVersion.Version11,
            VersionPolicy = HttpVersionPolicy.RequestVersionExact,
            Content = http.Features.Get<IHttpRequestBodyDetectionFeature>() is { CanHaveBody: true } ? new RequestBody(request.Body, request.ContentLength) : null,
        };
        SiteHeaders.Copy(request, message, upgrade);
        return message;
    }

    // Server-sent events and pages that are made while they are sent: whatever is there goes on at once.
    private static async Task CopyAsync(HttpResponseMessage answer, HttpResponse response, CancellationToken ends)
    {
        await using var body = await answer.Content.ReadAsStreamAsync(ends);
        int got;
        while ((got = await body.ReadAsync(response.BodyWriter.GetMemory(), ends)) > 0)
        {
            response.BodyWriter.Advance(got);
            await response.BodyWriter.FlushAsync(ends);
        }
    }

    // Some dev servers listen on 127.0.0.1 only, others on ::1 only: "localhost" is either to them.
    private static async ValueTask<Stream> ConnectAsync(SocketsHttpConnectionContext context, CancellationToken ends)
    {
        var port = context.DnsEndPoint.Port;
        try
        {
            return await ConnectAsync(new IPEndPoint(IPAddress.Loopback, port), ends);
        }
        catch (SocketException)
        {
            return await ConnectAsync(new IPEndPoint(IPAddress.IPv6Loopback, port), ends);
        }
    }

    private static async Task<Stream> ConnectAsync(IPEndPoint address, CancellationToken ends)
    {
        var socket = new Socket(address.AddressFamily, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        try
        {
            await socket.ConnectAsync(address, ends);
            return new NetworkStream(socket, ownsSocket: true);
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }
}
