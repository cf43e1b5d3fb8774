using Drover.Supervision.Logs.Text;

namespace Drover.Supervision.Logs;

/// <summary>
/// Which lines to read. Without <see cref="SinceSequence"/> and <see cref="FromStart"/> the last <see cref="Limit"/> matching lines
/// come; with one of them the first ones at or after that position. Lines always come oldest first.
/// </summary>
public sealed record LogQuery
{
    /// <summary>Read forward from this number on (inclusive).</summary>
    public long? SinceSequence { get; init; }

    /// <summary>Read forward from the first retained line.</summary>
    public bool FromStart { get; init; }

    /// <summary>At most so many lines, and never more than a million; context lines are not counted.</summary>
    public int Limit { get; init; } = 100;

    /// <summary>At most about so many bytes of lines. A single line comes however long it is.</summary>
    public long MaxBytes { get; init; } = 8L << 20;

    /// <summary>Which streams.</summary>
    public LogStreams Streams { get; init; } = LogStreams.Blended;

    /// <summary>Only lines that arrived at this time or later.</summary>
    public DateTimeOffset? Since { get; init; }

    /// <summary>Only lines that arrived before this time.</summary>
    public DateTimeOffset? Until { get; init; }

    /// <summary>Only lines of this run and later ones.</summary>
    public int? SinceRun { get; init; }

    /// <summary>Only lines the pattern matches.</summary>
    public LinePredicate? Grep { get; init; }

    /// <summary>Only lines that look like this level or a worse one.</summary>
    public LineLevel Level { get; init; }

    /// <summary>So many lines before and after each match come too, marked <see cref="LogLine.Matched"/> = false.</summary>
    public int Context { get; init; }

    /// <summary>With a read of the last lines: count the missing ones, see <see cref="LogBatch.LeftOut"/>, which walks over them.</summary>
    public bool CountsLeftOut { get; init; }

    internal bool FiltersText => Grep is not null || Level != LineLevel.None;
}
