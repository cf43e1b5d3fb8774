using System.Net.Http.Headers;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Primitives;

namespace Drover.Daemon.Edges.Http.Sites;

/// <summary>Headers on their way through: all but those that are about one connection (RFC 9110, section 7.6.1).</summary>
internal static class SiteHeaders
{
    private static readonly HashSet<string> OfOneConnection = new(StringComparer.OrdinalIgnoreCase)
    {
        "Connection", "Keep-Alive", "Proxy-Connection", "Proxy-Authenticate", "Proxy-Authorization", "TE", "Trailer", "Transfer-Encoding", "Upgrade",
    };

    private static readonly HashSet<string> OwnOnes = new(StringComparer.OrdinalIgnoreCase) { "Host", "Expect", "X-Forwarded-For", "X-Forwarded-Host", "X-Forwarded-Proto" };

    /// <summary>
    /// The Host stays what the browser asked for: dev servers accept names below .localhost, compare it with the Origin of a websocket, and make their
    /// own URLs of it.
    /// </summary>
    public static void Copy(HttpRequest from, HttpRequestMessage to, bool upgrade)
    {
        var named = Named(from.Headers.Connection);
        foreach (var (name, values) in from.Headers)
        {
            if (!OfOneConnection.Contains(name) && !OwnOnes.Contains(name) && !named.Contains(name) && !to.Headers.TryAddWithoutValidation(name, (IEnumerable<string?>)values))
            {
                to.Content?.Headers.TryAddWithoutValidation(name, (IEnumerable<string?>)values);
            }
        }

        to.Headers.Host = from.Host.Value;
        to.Headers.TryAddWithoutValidation("X-Forwarded-For", from.HttpContext.Connection.RemoteIpAddress?.ToString() ?? "127.0.0.1");
        to.Headers.TryAddWithoutValidation("X-Forwarded-Host", from.Host.Value);
        to.Headers.TryAddWithoutValidation("X-Forwarded-Proto", from.Scheme);
        if (upgrade)
        {
            to.Headers.TryAddWithoutValidation("Connection", "Upgrade");
            to.Headers.TryAddWithoutValidation("Upgrade", from.Headers.Upgrade.ToString());
        }
    }

    /// <returns>The name of a header that cannot be passed on, such as one with a control character; null when all were.</returns>
    public static string? Copy(HttpResponseMessage from, HttpResponse to, bool upgrade)
    {
        if (upgrade)
        {
            to.Headers.Upgrade = from.Headers.Upgrade.ToString();
        }

        return Copy(from.Headers, to) ?? Copy(from.Content.Headers, to);
    }

    private static string? Copy(HttpHeaders from, HttpResponse to)
    {
        var named = from is HttpResponseHeaders own ? Named(own.Connection.ToArray()) : [];
        foreach (var (name, values) in from.NonValidated)
        {
            if (!OfOneConnection.Contains(name) && !named.Contains(name))
            {
                try
                {
                    to.Headers[name] = values.ToArray();
                }
                catch (InvalidOperationException)
                {
                    // Kestrel's word for characters that would be no header, and for a length that is no number.
                    return name;
                }
            }
        }

        return null;
    }

    private static HashSet<string> Named(StringValues connection) =>
        new(connection.SelectMany(value => (value ?? "").Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries)), StringComparer.OrdinalIgnoreCase);
}
