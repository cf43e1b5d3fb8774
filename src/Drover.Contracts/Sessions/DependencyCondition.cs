using System.Text.Json.Serialization;
using Drover.Contracts.Json;

namespace Drover.Contracts.Sessions;

/// <summary>What must be true of another session before one that depends on it starts.</summary>
[JsonConverter(typeof(SnakeCaseEnumConverter<DependencyCondition>))]
public enum DependencyCondition
{
    /// <summary>Its process was started; it may have ended since.</summary>
    Started,

    /// <summary>Its readiness probe says so; without a probe, its process is there.</summary>
    Ready,

    /// <summary>It has ended by itself, however.</summary>
    Exited,

    /// <summary>It has ended with exit code 0.</summary>
    ExitedOk,
}
