namespace Drover.Supervision.Logs;

/// <summary>How much of the logs is kept. A segment is the unit: whole ones are deleted, oldest first.</summary>
public sealed record LogOptions
{
    /// <summary>The smallest accepted <see cref="SegmentBytes"/>.</summary>
    public const int MinSegmentBytes = 4096;

    /// <summary>The largest accepted <see cref="SegmentBytes"/>.</summary>
    public const int MaxSegmentBytes = 1 << 30;

    /// <summary>Bytes of one segment file. Fixed for a session's log when its first segment is made.</summary>
    public long SegmentBytes { get; init; } = 8L << 20;

    /// <summary>Bytes kept at least per stream of a session; the index counts as well.</summary>
    public long RetainBytesPerStream { get; init; } = 64L << 20;

    /// <summary>Lines kept at least per stream of a session, however large they are.</summary>
    public long RetainLinesPerStream { get; init; } = 10_000;

    /// <summary>Lines kept at least per session over all its streams.</summary>
    public long RetainLinesBlended { get; init; } = 20_000;

    /// <summary>Bytes on disk of all sessions together. Stronger than the three minima: the oldest finished session gives first.</summary>
    public long TotalBytes { get; init; } = 2L << 30;

    internal int SegmentSize => (int)Math.Clamp(SegmentBytes, MinSegmentBytes, MaxSegmentBytes);
}
