namespace Drover.Supervision.Logs;

/// <summary>What the files of a stream hold, as found when a log is opened.</summary>
internal sealed record StreamContent
{
    public static readonly StreamContent Empty = new();

    /// <summary>Segments with an index, oldest first, each with its number of records.</summary>
    public Segment[] Segments { get; init; } = [];

    /// <summary>The first segment whose bytes are there.</summary>
    public int FirstNumber { get; init; } = 1;

    /// <summary>Where the last entry ends.</summary>
    public long IndexedEnd { get; init; }

    /// <summary>Where the bytes end.</summary>
    public long End { get; init; }

    /// <summary>Entries since the session was created.</summary>
    public long Lines { get; init; }

    /// <summary>Offsets that never held bytes.</summary>
    public long SkippedBytes { get; init; }

    /// <summary>The number behind the stream's last entry.</summary>
    public long EndSequence { get; init; } = 1;

    /// <summary>The smallest number that was certainly not handed out to any stream.</summary>
    public long NextSequence { get; init; } = 1;

    /// <summary>The last run seen.</summary>
    public int LastRun { get; init; }
}
