using System.Text.Json.Serialization;

namespace Drover.Contracts.Projects;

/// <summary>Body of <c>POST /v1/projects/up</c>.</summary>
public sealed record ProjectUpRequest
{
    /// <summary>A folder, from which the file is looked for upwards, or the file itself. Absolute.</summary>
    public required string Path { get; init; }

    /// <summary>Only these processes and what they depend on; all of them when absent or empty.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public IReadOnlyList<string>? Names { get; init; }

    /// <summary>The environment of the caller, which processes that are started begin with; the daemon's own when absent.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public IReadOnlyDictionary<string, string>? Env { get; init; }

    /// <summary>Only say what would be done.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public bool? DryRun { get; init; }
}

/// <summary>Body of <c>POST /v1/projects/down</c>: exactly one of <see cref="Path"/> and <see cref="Project"/>.</summary>
public sealed record ProjectDownRequest
{
    /// <summary>The project's folder, one inside of it, or its file. Absolute.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Path { get; init; }

    /// <summary>The project's name.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Project { get; init; }

    /// <summary>Only these processes; all of them when absent or empty.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public IReadOnlyList<string>? Names { get; init; }
}
