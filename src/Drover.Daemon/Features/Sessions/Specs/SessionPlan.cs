using Drover.Contracts.Sessions;

namespace Drover.Daemon.Features.Sessions.Specs;

/// <summary>Everything that is fixed about a session when it is created.</summary>
/// <param name="Placed">The spec in its place on this machine.</param>
/// <param name="Ports">Ports chosen for it, by name: <c>PORT</c>, <c>FREE_PORT</c>, <c>FREE_PORT_2</c> …; kept over its restarts.</param>
internal sealed record SessionPlan(PlacedSpec Placed, IReadOnlyDictionary<string, int> Ports)
{
    public SessionSpec Spec => Placed.Spec;

    /// <summary>Names of the ports a spec asks for.</summary>
    public static IReadOnlyList<string> PortNames(SessionSpec spec)
    {
        IEnumerable<string> texts = [.. spec.Command ?? [], spec.Shell ?? "", .. spec.Env?.Values ?? []];
        var names = texts.SelectMany(PortText.NamesIn).Distinct(StringComparer.Ordinal);
        return [.. spec.Port is PortKind.Auto ? names.Prepend(PortText.OwnPort) : names];
    }
}
