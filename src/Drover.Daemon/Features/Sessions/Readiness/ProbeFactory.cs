using Drover.Contracts.Sessions;
using Drover.Daemon.Features.Sessions.Specs;
using Drover.Daemon.Ports;

namespace Drover.Daemon.Features.Sessions.Readiness;

/// <summary>Makes probes of specs that passed <see cref="ProbeRules"/>.</summary>
internal sealed class ProbeFactory(TimeProvider time)
{
    public TimedProbe? Ready(ProbeSpec? spec, ProbeTarget target) =>
        spec is null ? null : new TimedProbe(Make(spec, target), Milliseconds(spec.TimeoutMs, HealthLoop.ReadyTimeout), Milliseconds(spec.IntervalMs, HealthLoop.ReadyInterval));

    public TimedProbe? Live(ProbeSpec? spec, ProbeTarget target) =>
        spec is null ? null : new TimedProbe(Make(spec, target), Milliseconds(spec.TimeoutMs, HealthLoop.LiveTimeout), Milliseconds(spec.IntervalMs, HealthLoop.LiveInterval));

    private IProbe Make(ProbeSpec spec, ProbeTarget target) => spec switch
    {
        { Log: { } pattern } => new LogProbe(target, pattern),
        { Port: { } port } => new PortProbe(target, port.Number),
        { Http: { } url } => new HttpProbe(new Uri(PortText.Expand(url, target.Ports, withOwnPort: true))),
        { Exec: { } command } => new ExecProbe(target, [.. command.Select(part => PortText.Expand(part, target.Ports, withOwnPort: true))]),
        { AfterMs: { } age } => new AgeProbe(target, TimeSpan.FromMilliseconds(age), time),
        _ => throw new InvalidOperationException("A probe without a kind passed the rules."),
    };

    private static TimeSpan Milliseconds(int? given, TimeSpan otherwise) => given is { } number ? TimeSpan.FromMilliseconds(number) : otherwise;
}
