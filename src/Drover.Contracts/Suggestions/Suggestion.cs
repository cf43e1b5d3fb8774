using System.Text.Json.Serialization;
using Drover.Contracts.Json;

namespace Drover.Contracts.Suggestions;

/// <summary>Body of <c>POST /api/shell/suggest</c>.</summary>
public sealed record SuggestRequest
{
    /// <summary>What is to be reached, in words.</summary>
    public string? Goal { get; init; }

    /// <summary>Working directory, relative to the workspace and inside it; default: the workspace itself.</summary>
    public string? Cwd { get; init; }
}

/// <summary>Who suggested a command.</summary>
[JsonConverter(typeof(SnakeCaseEnumConverter<SuggestionSource>))]
public enum SuggestionSource
{
    /// <summary>The configured language model.</summary>
    Llm,

    /// <summary>The daemon's own table, and what the folder offers.</summary>
    Rules,
}

/// <summary>A command to choose instead.</summary>
/// <param name="Command">A line for the shell.</param>
/// <param name="Explanation">What it does.</param>
/// <param name="Destructive">Whether it may destroy what cannot be brought back.</param>
public sealed record Alternative(string Command, string Explanation, bool Destructive);

/// <summary>Answer of <c>POST /api/shell/suggest</c>. Nothing has been run.</summary>
public sealed record Suggestion
{
    /// <summary>A line for the shell.</summary>
    public required string Command { get; init; }

    /// <summary>What it does.</summary>
    public required string Explanation { get; init; }

    /// <summary>Who suggested it.</summary>
    public required SuggestionSource Source { get; init; }

    /// <summary>Whether it may destroy what cannot be brought back.</summary>
    public required bool Destructive { get; init; }

    /// <summary>Others that fit.</summary>
    public required IReadOnlyList<Alternative> Alternatives { get; init; }

    /// <summary>Name of the model, when it was one.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Model { get; init; }

    /// <summary>Why it was not the configured model that suggested it.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Note { get; init; }
}
