using System.Globalization;
using System.Net;

namespace Drover.Daemon.Sandboxing;

/// <summary>
/// Which hosts a door leads to. A name that resolves to this machine leads nowhere unless that was meant (<c>localhost:8080</c>, an address): else
/// whoever owns an allowed domain could point it at what listens here.
/// </summary>
internal sealed class EgressRules(IReadOnlyList<string> allow, Func<IReadOnlyCollection<int>> closedPorts)
{
    private static readonly int[] UsualPorts = [80, 443];

    /// <summary>Why a host may not be reached; null when it may.</summary>
    public string? Refuse(string host, int port)
    {
        var name = host.Trim('[', ']').TrimEnd('.');
        if (IsHere(name) && closedPorts().Contains(port))
        {
            return "it is the daemon's own port";
        }

        return allow.Any(rule => Fits(rule, name, port)) ? null : "it is not among the allowed hosts";
    }

    /// <summary>Why an address that a name resolved to may not be connected to; null when it may.</summary>
    public static string? RefuseAddress(string host, IPAddress address)
    {
        var mapped = address.IsIPv4MappedToIPv6 ? address.MapToIPv4() : address;
        var local = IPAddress.IsLoopback(mapped) || mapped.IsIPv6LinkLocal || mapped.Equals(IPAddress.Any) || mapped.Equals(IPAddress.IPv6Any) || mapped.ToString().StartsWith("169.254.", StringComparison.Ordinal);
        var meant = IsHere(host.Trim('[', ']')) || IPAddress.TryParse(host.Trim('[', ']'), out _);
        return local && !meant ? $"it resolves to {mapped}" : null;
    }

    public static bool IsHere(string name) => name.Equals("localhost", StringComparison.OrdinalIgnoreCase) || (IPAddress.TryParse(name, out var address) && IPAddress.IsLoopback(address));

    private static bool Fits(string rule, string host, int port)
    {
        var (name, wanted) = Split(rule);
        return (wanted is null ? UsualPorts.Contains(port) : wanted == port)
            && (name.StartsWith("*.", StringComparison.Ordinal)
                ? host.Length > name.Length - 1 && host.EndsWith(name[1..], StringComparison.OrdinalIgnoreCase)
                : string.Equals(name.Trim('[', ']'), host, StringComparison.OrdinalIgnoreCase));
    }

    /// <summary>A rule's host and port.</summary>
    public static (string Host, int? Port) Split(string rule)
    {
        var colon = rule.LastIndexOf(':');
        var hasPort = colon > rule.LastIndexOf(']') && (rule.StartsWith('[') || rule.IndexOf(':', StringComparison.Ordinal) == colon);
        return hasPort && int.TryParse(rule.AsSpan(colon + 1), NumberStyles.None, CultureInfo.InvariantCulture, out var port) ? (rule[..colon], port) : (rule, null);
    }
}
