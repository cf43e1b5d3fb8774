using System.Text.Json.Serialization;
using Drover.Contracts.Json;

namespace Drover.Contracts.Sessions;

/// <summary>What the probes of a session say of its current run.</summary>
[JsonConverter(typeof(SnakeCaseEnumConverter<SessionHealth>))]
public enum SessionHealth
{
    /// <summary>No probe is configured, or no run is alive.</summary>
    None,

    /// <summary>The readiness probe has not succeeded yet.</summary>
    Waiting,

    /// <summary>The readiness probe has succeeded in this run.</summary>
    Ready,

    /// <summary>The readiness probe did not succeed in its time, or the liveness probe fails.</summary>
    Unhealthy,
}
