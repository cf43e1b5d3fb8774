using System.Text.Json.Serialization;

namespace Drover.Daemon.Features.Terminals;

/// <summary>What is remembered of a terminal's beginning, over daemons. Not its environment: it is never started a second time.</summary>
internal sealed record TerminalPlan
{
    /// <summary>A line for the shell; null for the shell itself.</summary>
    public required string? Line { get; init; }

    /// <summary>The user's shell.</summary>
    public required string Shell { get; init; }

    /// <summary>Folder of the workspace.</summary>
    public required string Workspace { get; init; }

    /// <summary>Absolute working directory.</summary>
    public required string Cwd { get; init; }

    public required DateTimeOffset CreatedAt { get; init; }
}

[JsonSerializable(typeof(TerminalPlan))]
internal sealed partial class TerminalJson : JsonSerializerContext;
