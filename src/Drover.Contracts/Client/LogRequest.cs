using System.Globalization;

namespace Drover.Contracts.Client;

/// <summary>Which lines of a log are wanted; the query of <c>GET …/logs</c>. What is null is left to the daemon's default.</summary>
public sealed record LogRequest
{
    /// <summary><c>stdout</c>, <c>stderr</c>, <c>blended</c> or <c>system</c>.</summary>
    public string? Stream { get; init; }

    /// <summary>At most so many entries.</summary>
    public int? Limit { get; init; }

    /// <summary>Entries from this sequence number on, oldest first.</summary>
    public long? SinceSeq { get; init; }

    /// <summary><c>restart</c>, a duration (<c>10m</c>) or a time.</summary>
    public string? Since { get; init; }

    /// <summary>A duration or a time.</summary>
    public string? Until { get; init; }

    /// <summary>Regular expression a line must match.</summary>
    public string? Grep { get; init; }

    /// <summary>Lines before and after each match.</summary>
    public int? Context { get; init; }

    /// <summary><c>error</c> or <c>warn</c>.</summary>
    public string? Level { get; init; }

    /// <summary>Largest answer in bytes; the oldest entries are cut.</summary>
    public int? MaxBytes { get; init; }

    /// <summary><c>strip</c> or <c>keep</c>.</summary>
    public string? Ansi { get; init; }

    /// <summary>Entries also tell the bytes, where those are not the text and a newline.</summary>
    public bool Bytes { get; init; }

    /// <summary>Fold repeated lines.</summary>
    public bool Dedupe { get; init; }

    /// <summary>The oldest retained lines instead of the newest.</summary>
    public bool FromStart { get; init; }

    /// <summary>Position of a merged log.</summary>
    public string? Cursor { get; init; }

    internal QueryText ToQuery() => new QueryText()
        .Add("stream", Stream)
        .Add("limit", Limit?.ToString(CultureInfo.InvariantCulture))
        .Add("since_seq", SinceSeq?.ToString(CultureInfo.InvariantCulture))
        .Add("since", Since)
        .Add("until", Until)
        .Add("grep", Grep)
        .Add("context", Context?.ToString(CultureInfo.InvariantCulture))
        .Add("level", Level)
        .Add("max_bytes", MaxBytes?.ToString(CultureInfo.InvariantCulture))
        .Add("ansi", Ansi)
        .Add("bytes", Bytes ? "1" : null)
        .Add("dedupe", Dedupe ? "1" : null)
        .Add("cursor", Cursor);
}
