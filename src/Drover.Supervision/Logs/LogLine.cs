using System.Runtime.InteropServices;

namespace Drover.Supervision.Logs;

/// <summary>One entry of a log, exactly as the child wrote it.</summary>
/// <param name="Sequence">Its number, unique in the session over all runs and streams; 1 is the first.</param>
/// <param name="TimeMicros">When its last byte arrived: microseconds since 1970-01-01 UTC.</param>
/// <param name="Stream">Where it came from.</param>
/// <param name="Run">Number of the run that wrote it.</param>
/// <param name="Bytes">The raw bytes without the newline. Text, escape sequences and carriage returns are the reader's business.</param>
/// <param name="Continued">True when the line was longer than 64 KiB and goes on in the stream's next entry.</param>
[StructLayout(LayoutKind.Auto)]
public readonly record struct LogLine(long Sequence, long TimeMicros, LogStream Stream, int Run, ReadOnlyMemory<byte> Bytes, bool Continued)
{
    /// <summary>False for a line that only surrounds a match (<see cref="LogQuery.Context"/>).</summary>
    public bool Matched { get; init; } = true;

    /// <summary>False for the unfinished last line of a run and for a line that goes on: what was written has no newline there.</summary>
    public bool HasNewline { get; init; } = true;

    /// <summary><see cref="TimeMicros"/> as a time.</summary>
    public DateTimeOffset Time => DateTimeOffset.UnixEpoch.AddTicks(TimeMicros * TimeSpan.TicksPerMicrosecond);
}
