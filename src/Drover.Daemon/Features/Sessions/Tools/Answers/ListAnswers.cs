using System.Text.Json.Serialization;

namespace Drover.Daemon.Features.Sessions.Tools.Answers;

/// <summary>Processes, those that run first.</summary>
internal sealed record ProcessListing
{
    public required IReadOnlyList<ListedProcess> Processes { get; init; }

    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Rest { get; init; }
}

/// <summary>Lines found in the output of all processes, each as <c>process:seq: text</c>.</summary>
internal sealed record FoundLines
{
    public required string Output { get; init; }

    public int Lines { get; init; }

    /// <summary>Time of the last line: later ones begin here.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public DateTimeOffset? NextTime { get; init; }

    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Rest { get; init; }
}

/// <summary>State changes, oldest first.</summary>
internal sealed record EventListing
{
    public required IReadOnlyList<ListedEvent> Events { get; init; }

    public long NextSeq { get; init; }

    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Rest { get; init; }
}

/// <summary>One state change, without what the other fields say already.</summary>
internal sealed record ListedEvent
{
    public long Seq { get; init; }

    public DateTimeOffset Time { get; init; }

    public required string Type { get; init; }

    /// <summary>Label of the process, or its id.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Process { get; init; }

    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Reason { get; init; }
}
