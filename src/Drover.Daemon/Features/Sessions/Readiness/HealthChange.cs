namespace Drover.Daemon.Features.Sessions.Readiness;

/// <summary>What the probes of a run found out.</summary>
internal abstract record HealthChange
{
    /// <summary>The readiness probe said yes for the first time in this run.</summary>
    public sealed record Ready(TimeSpan After, string? Url) : HealthChange;

    /// <summary>The readiness probe ran out of time.</summary>
    public sealed record NotReady(string Why) : HealthChange;

    /// <summary>The liveness probe said no; it has not yet said so often enough.</summary>
    public sealed record Failing(string Why) : HealthChange;

    /// <summary>The liveness probe says yes again.</summary>
    public sealed record Recovered : HealthChange;

    /// <summary>The liveness probe said no too often in a row: the run has to be restarted.</summary>
    public sealed record Dead(string Why) : HealthChange;
}
