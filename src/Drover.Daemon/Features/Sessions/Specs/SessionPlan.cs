using Drover.Contracts.Sessions;
using Drover.Daemon.Ports;

namespace Drover.Daemon.Features.Sessions.Specs;

/// <summary>Everything that is fixed about a session when it is created.</summary>
/// <param name="Placed">The spec in its place on this machine.</param>
/// <param name="Ports">Ports chosen for it, by name: <c>PORT</c>, <c>FREE_PORT</c>, <c>FREE_PORT_2</c> …; kept over its restarts.</param>
internal sealed record SessionPlan(PlacedSpec Placed, IReadOnlyDictionary<string, int> Ports)
{
    public SessionSpec Spec => Placed.Spec;

    /// <summary>Ports that need not be chosen: the number the spec has, and what the session has already.</summary>
    public static IReadOnlyDictionary<string, int> GivenPorts(SessionSpec spec, IReadOnlyDictionary<string, int>? kept)
    {
        var given = new Dictionary<string, int>(StringComparer.Ordinal);
        foreach (var name in PortNames(spec))
        {
            if (name == PortText.OwnPort && spec.Port?.Number is { } number)
            {
                given[name] = number;
            }
            else if (kept?.TryGetValue(name, out var port) is true)
            {
                given[name] = port;
            }
        }

        return given;
    }

    /// <summary>Names of the ports a spec asks for.</summary>
    public static IReadOnlyList<string> PortNames(SessionSpec spec)
    {
        IEnumerable<string> texts = [.. spec.Command ?? [], spec.Shell ?? "", .. spec.Env?.Values ?? []];
        var names = texts.SelectMany(PortText.NamesIn).Distinct(StringComparer.Ordinal);
        return [.. spec.Port is not null ? names.Prepend(PortText.OwnPort) : names];
    }
}
