using System.Net;

namespace Drover.Daemon.Features.Tasks.Guardrails;

/// <summary>Hosts that a task may reach by name.</summary>
/// <param name="Domains"><c>example.org</c> is that host; <c>*.example.org</c> takes what is below it; <c>host:port</c> opens that port only.</param>
/// <param name="Localhost">Whether this machine is among them.</param>
internal sealed record OpenHosts(IReadOnlyList<string> Domains, bool Localhost)
{
    public bool Any => Localhost || Domains.Count > 0;

    public bool Allows(string host) => (Localhost && IsLocalhost(host)) || Domains.Any(domain => Fits(domain, host));

    public static bool IsLocalhost(string host)
    {
        var name = host.Trim('[', ']');
        return name.Equals("localhost", StringComparison.OrdinalIgnoreCase)
            || name.EndsWith(".localhost", StringComparison.OrdinalIgnoreCase)
            || (IPAddress.TryParse(name, out var address) && IPAddress.IsLoopback(address));
    }

    public static bool Fits(string domain, string host)
    {
        var colon = domain.LastIndexOf(':');
        var name = colon > domain.LastIndexOf(']') && domain.IndexOf(':', StringComparison.Ordinal) == colon ? domain[..colon] : domain;
        return name.StartsWith("*.", StringComparison.Ordinal)
            ? host.Length > name.Length - 1 && host.EndsWith(name[1..], StringComparison.OrdinalIgnoreCase)
            : string.Equals(name, host.TrimEnd('.'), StringComparison.OrdinalIgnoreCase);
    }
}
