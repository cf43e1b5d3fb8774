using System.Text.Json.Serialization;
using Drover.Contracts.Json;

namespace Drover.Contracts.Projects;

/// <summary>Answer of <c>up</c> and <c>down</c>: what was done with each process, and why.</summary>
public sealed record ProjectChanges
{
    /// <summary>Name of the project.</summary>
    public required string Project { get; init; }

    /// <summary>One row a process, in the order in which they were looked at.</summary>
    public required IReadOnlyList<ProjectChange> Changes { get; init; }

    /// <summary>Id of the session of each process that has one.</summary>
    public required IReadOnlyDictionary<string, string> Sessions { get; init; }
}

/// <summary>What was done with one process.</summary>
public sealed record ProjectChange
{
    /// <summary>The process.</summary>
    public required string Process { get; init; }

    /// <summary>What was done, or would be.</summary>
    public required ProjectAction Action { get; init; }

    /// <summary>Why, e.g. <c>command changed</c>. Names of variables, never values.</summary>
    public required string Because { get; init; }

    /// <summary>Why it did not work; the other processes were gone on with.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public ProjectFailure? Failed { get; init; }
}

/// <summary>What <c>up</c> or <c>down</c> does with a process.</summary>
[JsonConverter(typeof(SnakeCaseEnumConverter<ProjectAction>))]
public enum ProjectAction
{
    /// <summary>It did not run.</summary>
    Start,

    /// <summary>It runs, but not as the file says now.</summary>
    Restart,

    /// <summary>It is not wanted any more.</summary>
    Stop,

    /// <summary>It is as it should be.</summary>
    Keep,
}

/// <summary>Why something could not be done with one process.</summary>
/// <param name="Code">Code of the catalogue.</param>
/// <param name="Detail">A sentence.</param>
public sealed record ProjectFailure(string Code, string Detail);
