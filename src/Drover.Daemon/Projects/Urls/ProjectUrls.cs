using System.Globalization;
using System.Net;
using Drover.Daemon.Lifecycle;

namespace Drover.Daemon.Projects.Urls;

/// <summary>The addresses of a process: <c>http://web.shop.localhost:7777</c> through the daemon, and its port.</summary>
internal sealed class ProjectUrls(DaemonFacts facts)
{
    private const int HttpPort = 80;

    public IReadOnlyList<string> Of(string project, string process, int? port)
    {
        if (port is null)
        {
            return [];
        }

        var direct = $"http://localhost:{port}";
        return DaemonPort() is { } own ? [$"http://{process}.{project}.localhost{(own == HttpPort ? "" : $":{own.ToString(CultureInfo.InvariantCulture)}")}".ToLowerInvariant(), direct] : [direct];
    }

    // Names below .localhost are loopback; an address of the network is not behind them.
    private int? DaemonPort()
    {
        foreach (var url in facts.Listen)
        {
            if (Uri.TryCreate(url, UriKind.Absolute, out var address) && (address.IsLoopback || (IPAddress.TryParse(address.DnsSafeHost, out var ip) && (ip.Equals(IPAddress.Any) || ip.Equals(IPAddress.IPv6Any)))))
            {
                return address.Port;
            }
        }

        return null;
    }
}
