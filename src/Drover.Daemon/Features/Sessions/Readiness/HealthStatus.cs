using Drover.Contracts.Sessions;

namespace Drover.Daemon.Features.Sessions.Readiness;

/// <summary>What the probes have said of one run so far.</summary>
/// <param name="Run">The run.</param>
/// <param name="State">In one word.</param>
/// <param name="Why">Why not, when it is not well.</param>
/// <param name="ReadyAfter">How long it took to become ready.</param>
/// <param name="Url">Where it answers.</param>
internal sealed record HealthStatus(int Run, SessionHealth State, string? Why = null, TimeSpan? ReadyAfter = null, string? Url = null)
{
    public static HealthStatus None { get; } = new(0, SessionHealth.None);
}
