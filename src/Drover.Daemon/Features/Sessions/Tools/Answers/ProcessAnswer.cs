using System.Text.Json.Serialization;

namespace Drover.Daemon.Features.Sessions.Tools.Answers;

/// <summary>What every answer about one process begins with.</summary>
internal record ProcessAnswer
{
    /// <summary>Of the current run, or of the last one after its end.</summary>
    [JsonPropertyOrder(-2)]
    public int? Pid { get; init; }

    [JsonPropertyOrder(-2)]
    public string Id { get; init; } = "";

    [JsonPropertyOrder(-2)]
    public string? Label { get; init; }

    [JsonPropertyOrder(-2)]
    public string Status { get; init; } = "";

    [JsonPropertyOrder(-2)]
    public string Command { get; init; } = "";

    [JsonPropertyOrder(-2)]
    public string WorkingDirectory { get; init; } = "";

    [JsonPropertyOrder(-2)]
    public DateTimeOffset? StartTime { get; init; }

    [JsonPropertyOrder(-2)]
    public int? ExitCode { get; init; }

    /// <summary>Why it is in this status, or how the wait ended.</summary>
    [JsonPropertyOrder(-1)]
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Reason { get; init; }

    /// <summary>What the caller should know besides.</summary>
    [JsonPropertyOrder(-1)]
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Note { get; init; }
}
