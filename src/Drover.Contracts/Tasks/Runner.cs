using System.Text.Json.Serialization;
using Drover.Contracts.Json;

namespace Drover.Contracts.Tasks;

/// <summary>A row of <c>GET /runners</c>: somebody who can do tasks.</summary>
public sealed record Runner
{
    /// <summary>Its name, as <c>runner</c> of a task: <c>codex</c>, <c>claude-code</c>, <c>shell</c>, or one of the configuration.</summary>
    [JsonPropertyName("runner")]
    public required string Name { get; init; }

    /// <summary>Whether it can be started. Being logged in is told by <see cref="Login"/>.</summary>
    public required bool Available { get; init; }

    /// <summary>The program that is run.</summary>
    public required string Command { get; init; }

    /// <summary>What the program calls its version; null when it does not say.</summary>
    public string? Version { get; init; }

    /// <summary>Whether it has credentials for its model.</summary>
    public required RunnerLogin Login { get; init; }

    /// <summary>Why it cannot be started, or what is wrong with its login; null when nothing is.</summary>
    public string? Reason { get; init; }

    /// <summary>What it can do besides running.</summary>
    public required RunnerCapabilities Capabilities { get; init; }
}

/// <summary>What a runner can do besides running.</summary>
/// <param name="Approvals">It asks before it uses a tool.</param>
/// <param name="Resume">An ended conversation can be gone on with.</param>
/// <param name="Stream">It tells what it does while it does it, as typed events.</param>
/// <param name="Cost">It tells what it has cost: tokens at least.</param>
public sealed record RunnerCapabilities(bool Approvals, bool Resume, bool Stream, bool Cost);

/// <summary>Whether a runner has credentials for its model.</summary>
[JsonConverter(typeof(KebabCaseEnumConverter<RunnerLogin>))]
public enum RunnerLogin
{
    /// <summary>It has, or needs none.</summary>
    Ok,

    /// <summary>It says that it has none.</summary>
    Missing,

    /// <summary>It could not be asked.</summary>
    Unknown,
}
