namespace Drover.Supervision.Logs;

/// <summary>What one read of a log brought.</summary>
public sealed record LogBatch
{
    /// <summary>Lines, oldest first.</summary>
    public required IReadOnlyList<LogLine> Lines { get; init; }

    /// <summary>
    /// Where to go on: the last returned number + 1, or the asked number when nothing came. Asking with it next neither loses nor
    /// repeats a line, whatever the filter.
    /// </summary>
    public required long NextSequence { get; init; }

    /// <summary>
    /// Lines of the asked streams between the asked position and the first retained one, deleted by retention. Exact when one
    /// stream has lost lines; with several an upper bound. Zero when no position was asked.
    /// </summary>
    public long Dropped { get; init; }

    /// <summary>True when more matching lines may be there already: the limit or <see cref="LogQuery.MaxBytes"/> ended the read.</summary>
    public bool More { get; init; }

    /// <summary>
    /// With a read of the last lines: true when older ones of the asked number are missing because of <see cref="LogQuery.MaxBytes"/>.
    /// </summary>
    public bool Truncated { get; init; }

    /// <summary>With <see cref="LogQuery.CountsLeftOut"/>: how many matching lines of the asked number are missing because of <see cref="LogQuery.MaxBytes"/>.</summary>
    public int LeftOut { get; init; }

    /// <summary>True when the pattern took too long on some line and the search gave up; the lines are those found until then.</summary>
    public bool PatternTooSlow { get; init; }

    /// <summary>Up to here nothing more can match: where a reader that keeps its place goes on.</summary>
    internal long Scanned { get; init; }
}
