using System.Text.Json.Serialization;
using Drover.Contracts.Json;
using Drover.Contracts.Sessions;

namespace Drover.Contracts.Projects;

/// <summary>Answer of <c>GET /v1/projects</c>.</summary>
/// <param name="Projects">By name.</param>
public sealed record ProjectList(IReadOnlyList<ProjectStatus> Projects);

/// <summary>A project as it is now: what its file says, and what of it runs.</summary>
public sealed record ProjectStatus
{
    /// <summary>Its name, which no other folder's project has.</summary>
    public required string Name { get; init; }

    /// <summary>Real path of its folder.</summary>
    public required string Folder { get; init; }

    /// <summary>The file it was last brought up from.</summary>
    public required string File { get; init; }

    /// <summary>In one word.</summary>
    public required ProjectState State { get; init; }

    /// <summary>What is wrong with the file now; the processes are then those that have a session.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public ProjectFailure? Problem { get; init; }

    /// <summary>Its processes, in the order of the file; those that are not in the file any more come last.</summary>
    public required IReadOnlyList<ProjectProcessStatus> Processes { get; init; }

    /// <summary>Names of the processes by level: each depends only on processes of levels before its own.</summary>
    public required IReadOnlyList<IReadOnlyList<string>> Levels { get; init; }
}

/// <summary>A project in one word.</summary>
[JsonConverter(typeof(SnakeCaseEnumConverter<ProjectState>))]
public enum ProjectState
{
    /// <summary>Nothing of it runs.</summary>
    Down,

    /// <summary>Something of it is on its way: starting, waiting for others, not ready yet, or stopping.</summary>
    Changing,

    /// <summary>Some of it runs, some does not.</summary>
    Partial,

    /// <summary>Everything runs and is ready; what runs once has ended well.</summary>
    Up,
}

/// <summary>One process of a project.</summary>
public sealed record ProjectProcessStatus
{
    /// <summary>Its name in the file.</summary>
    public required string Name { get; init; }

    /// <summary>Names of the processes it depends on, and what must be true of each.</summary>
    public required IReadOnlyDictionary<string, DependencyCondition> DependsOn { get; init; }

    /// <summary>Whether it runs to its end and stays ended.</summary>
    public bool Once { get; init; }

    /// <summary>Its port, when it has one.</summary>
    public int? Port { get; init; }

    /// <summary>Where it answers, when it has a port: first by its name, through the daemon, where that listens on TCP; then by the port itself.</summary>
    public IReadOnlyList<string> Urls { get; init; } = [];

    /// <summary>False when it was removed from the file and still has a session.</summary>
    public bool InFile { get; init; } = true;

    /// <summary>Its session; null when it was never started.</summary>
    public SessionSummary? Session { get; init; }

    /// <summary>Why the last <c>up</c> of this daemon could not start it; absent when it could, and since it was started otherwise.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public ProjectFailure? Failed { get; init; }
}
