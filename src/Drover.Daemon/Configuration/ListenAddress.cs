using System.Globalization;
using System.Net;

namespace Drover.Daemon.Configuration;

/// <summary>An address to listen on: <c>127.0.0.1:7777</c>, <c>[::1]:7777</c>, <c>localhost:7777</c>, <c>0.0.0.0:7777</c>; port 0 takes a free one.</summary>
/// <param name="Address">The IP address.</param>
/// <param name="Port">The port.</param>
internal sealed record ListenAddress(IPAddress Address, int Port)
{
    public bool IsLoopback => IPAddress.IsLoopback(Address);

    public static ListenAddress? Parse(string text)
    {
        var colon = text.LastIndexOf(':');
        if (colon <= 0 || !int.TryParse(text.AsSpan(colon + 1), NumberStyles.None, CultureInfo.InvariantCulture, out var port) || port > IPEndPoint.MaxPort)
        {
            return null;
        }

        var host = text[..colon];
        if (string.Equals(host, "localhost", StringComparison.OrdinalIgnoreCase))
        {
            return new ListenAddress(IPAddress.Loopback, port);
        }

        // Without brackets the last group of an IPv6 address would be taken for the port.
        var bracketed = host.StartsWith('[') && host.EndsWith(']');
        return IPAddress.TryParse(bracketed ? host[1..^1] : host, out var address)
            && bracketed == (address.AddressFamily == System.Net.Sockets.AddressFamily.InterNetworkV6)
            ? new ListenAddress(address, port)
            : null;
    }

    public override string ToString() => new IPEndPoint(Address, Port).ToString();
}
