using System.Text.Json.Serialization;

namespace Drover.Contracts.Logs;

/// <summary>One line of a log.</summary>
public sealed record LogEntry
{
    /// <summary>Number of the line: unique in its session, over all runs and streams, without holes.</summary>
    public required long Seq { get; init; }

    /// <summary>Arrival, UTC, microseconds.</summary>
    public required DateTimeOffset Ts { get; init; }

    /// <summary><c>stdout</c>, <c>stderr</c> or <c>system</c>.</summary>
    public required string Stream { get; init; }

    /// <summary>Number of the run that printed it.</summary>
    public required int Run { get; init; }

    /// <summary>The text without its newline.</summary>
    public required string Line { get; init; }

    /// <summary>True when the line was longer than 64 KiB and goes on in the stream's next entry.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public bool? Continued { get; init; }

    /// <summary>With <c>dedupe=1</c>: how many equal lines in a row this entry stands for, when more than one.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public int? Repeats { get; init; }

    /// <summary>
    /// With <c>bytes=1</c>: what was written in base64, with the newline if there was one. Absent where that is <see cref="Line"/> and a newline, or,
    /// for a line that goes on, <see cref="Line"/> alone.
    /// </summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Raw { get; init; }

    /// <summary>In a merged log of several sessions: the session.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? SessionId { get; init; }
}

/// <summary>Lines that are not there any more.</summary>
/// <param name="Dropped">How many.</param>
public sealed record LogGap(long Dropped);

/// <summary>A record of a stream of entries that stands for lines which are not there any more.</summary>
/// <param name="Gap">How many.</param>
public sealed record LogGapRecord(LogGap Gap);

/// <summary>A record of a stream of entries that stands for older ones which were cut away because they are too much.</summary>
/// <param name="Truncated">How many matching lines of those that were asked for; 1 when only lines around a match are left out.</param>
public sealed record LogTruncatedRecord(int Truncated);

/// <summary>Text after the last newline of a stream, not yet an entry.</summary>
public sealed record LogPartial
{
    /// <summary>Of stdout.</summary>
    public string? Stdout { get; init; }

    /// <summary>Of stderr.</summary>
    public string? Stderr { get; init; }
}

/// <summary>Answer of <c>GET /v1/sessions/{id}/logs</c>.</summary>
public sealed record LogPage
{
    /// <summary>The session.</summary>
    public required string SessionId { get; init; }

    /// <summary>The stream asked for.</summary>
    public required string Stream { get; init; }

    /// <summary>Entries, oldest first.</summary>
    public required IReadOnlyList<LogEntry> Entries { get; init; }

    /// <summary>Last returned + 1, or the asked <c>since_seq</c> when nothing came. Ask with it next.</summary>
    public required long NextSeq { get; init; }

    /// <summary>Lines between the asked position and the first retained one.</summary>
    public LogGap? Gap { get; init; }

    /// <summary>The unfinished tail.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public LogPartial? Partial { get; init; }

    /// <summary>
    /// Matching lines of those that were asked for that are left out, oldest first, because they are too much for one answer or for
    /// <c>max_bytes</c>; 1 when only lines around a match are.
    /// </summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public int? Truncated { get; init; }
}

/// <summary>Answer of <c>GET /v1/logs</c>: several sessions merged by time.</summary>
public sealed record MergedLogPage
{
    /// <summary>Entries by time, each with its session.</summary>
    public required IReadOnlyList<LogEntry> Entries { get; init; }

    /// <summary>Opaque position behind the last entry; pass it back as <c>cursor</c>.</summary>
    public required string Cursor { get; init; }

    /// <summary>Lines between the asked position and the first retained ones.</summary>
    public LogGap? Gap { get; init; }

    /// <summary>
    /// Matching lines of those that were asked for that are left out, oldest first, because they are too much for one answer or for
    /// <c>max_bytes</c>; 1 when only lines around a match are.
    /// </summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public int? Truncated { get; init; }
}
