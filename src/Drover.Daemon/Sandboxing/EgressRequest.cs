using System.Globalization;

namespace Drover.Daemon.Sandboxing;

/// <summary>The head of a request to a proxy.</summary>
/// <param name="Host">Where to.</param>
/// <param name="Port">Its port.</param>
/// <param name="IsTunnel">Whether it was CONNECT.</param>
/// <param name="Head">What the far side is sent in its place; empty for a tunnel.</param>
/// <remarks>
/// Two samples. Of the second one only a single request is passed on: a further one on the same connection might go to another host.
/// <code>
/// CONNECT api.example.org:443 HTTP/1.1
/// GET http://example.org/path HTTP/1.1
/// </code>
/// </remarks>
internal sealed record EgressRequest(string Host, int Port, bool IsTunnel, string Head)
{
    public static EgressRequest? Parse(string head)
    {
        var lines = head.Split("\r\n");
        var words = lines[0].Split(' ');
        if (words is not [var method, var target, "HTTP/1.1" or "HTTP/1.0"])
        {
            return null;
        }

        if (string.Equals(method, "CONNECT", StringComparison.Ordinal))
        {
            var colon = target.LastIndexOf(':');
            return colon > 0 && int.TryParse(target.AsSpan(colon + 1), NumberStyles.None, CultureInfo.InvariantCulture, out var port) && port is > 0 and < 65536
                ? new EgressRequest(target[..colon], port, IsTunnel: true, "")
                : null;
        }

        if (!Uri.TryCreate(target, UriKind.Absolute, out var address) || address.Scheme != Uri.UriSchemeHttp || address.Host.Length == 0)
        {
            return null;
        }

        var start = target.IndexOf('/', "http://".Length);
        var path = start < 0 ? "/" : target[start..];
        var kept = lines.Skip(1).Where(line => line.Length > 0 && !IsOfProxy(line) && !line.StartsWith("Host:", StringComparison.OrdinalIgnoreCase));
        return new EgressRequest(address.Host, address.Port, IsTunnel: false, string.Join("\r\n", [$"{method} {path} {words[2]}", $"Host: {address.Authority}", .. kept, "Connection: close", "", ""]));
    }

    private static bool IsOfProxy(string line) =>
        line.StartsWith("Proxy-", StringComparison.OrdinalIgnoreCase) || line.StartsWith("Connection:", StringComparison.OrdinalIgnoreCase) || line.StartsWith("Keep-Alive:", StringComparison.OrdinalIgnoreCase);
}
