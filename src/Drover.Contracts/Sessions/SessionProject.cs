using System.Text.Json.Serialization;

namespace Drover.Contracts.Sessions;

/// <summary>The project a session belongs to. <c>up</c> sets it; it is how the next <c>up</c> or <c>down</c> finds the session again.</summary>
public sealed record SessionProject
{
    /// <summary>Real path of the project's folder, which is its identity.</summary>
    public required string Folder { get; init; }

    /// <summary>Name of the process in the project's file.</summary>
    public required string Process { get; init; }

    /// <summary>True for a process that runs to its end and is not run again after it ended well.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public bool? Once { get; init; }
}
