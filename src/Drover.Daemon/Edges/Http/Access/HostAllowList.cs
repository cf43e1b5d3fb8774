using System.Globalization;
using System.Net;

namespace Drover.Daemon.Edges.Http.Access;

/// <summary>
/// The names a request's Host header may have, exactly. A page that rebinds its own name to 127.0.0.1 still sends its own name, and is refused.
/// </summary>
internal sealed class HostAllowList
{
    private const int HttpPort = 80;

    private readonly HashSet<string> _names = new(StringComparer.OrdinalIgnoreCase) { "localhost", "127.0.0.1", "[::1]" };
    private readonly HashSet<string> _exact = new(StringComparer.OrdinalIgnoreCase);

    /// <param name="configured"><c>name</c> or <c>name:port</c>.</param>
    /// <param name="listen">Addresses the user asked to listen on: a literal address cannot be rebound.</param>
    public HostAllowList(IEnumerable<string> configured, IEnumerable<IPAddress> listen)
    {
        foreach (var name in configured)
        {
            (name.LastIndexOf(':') > name.LastIndexOf(']') ? _exact : _names).Add(name);
        }

        foreach (var address in listen)
        {
            if (!address.Equals(IPAddress.Any) && !address.Equals(IPAddress.IPv6Any))
            {
                _names.Add(address.AddressFamily == System.Net.Sockets.AddressFamily.InterNetworkV6 ? $"[{address}]" : address.ToString());
            }
        }
    }

    public bool Allows(string? host, int port)
    {
        if (string.IsNullOrEmpty(host))
        {
            return false;
        }

        if (_exact.Contains(host))
        {
            return true;
        }

        var suffix = ":" + port.ToString(CultureInfo.InvariantCulture);
        return host.EndsWith(suffix, StringComparison.Ordinal)
            ? _names.Contains(host[..^suffix.Length])
            : port == HttpPort && _names.Contains(host);
    }
}
