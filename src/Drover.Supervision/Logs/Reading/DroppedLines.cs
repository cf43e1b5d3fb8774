namespace Drover.Supervision.Logs.Reading;

/// <summary>Works out how many lines a reader has missed. Only asked when retention has overtaken its position.</summary>
internal static class DroppedLines
{
    /// <summary>Lines of the chosen streams at or behind a number that are not there any more.</summary>
    public static long Since(LogSnapshot snapshot, LogStreams streams, long sequence)
    {
        var dropped = 0L;
        foreach (var stream in snapshot.Streams)
        {
            if (stream.DroppedLines == 0 || sequence >= stream.FirstSequence || !streams.HasFlag((LogStreams)(1 << (int)stream.Stream)))
            {
                continue;
            }

            dropped += sequence <= 1 ? stream.DroppedLines : Math.Min(stream.DroppedLines, NumbersMissing(snapshot, stream, sequence));
        }

        return dropped;
    }

    // Numbers between the position and the first retained line that no other stream has: those were this stream's.
    private static long NumbersMissing(LogSnapshot snapshot, StreamSnapshot stream, long sequence) =>
        stream.FirstSequence - sequence
        - snapshot.Streams.Where(other => other.Stream != stream.Stream).Sum(other => LinesBefore(other, stream.FirstSequence) - LinesBefore(other, sequence));

    private static long LinesBefore(StreamSnapshot stream, long sequence)
    {
        if (stream.Segments.Length == 0 || sequence <= stream.FirstSequence)
        {
            return stream.DroppedLines;
        }

        if (sequence >= stream.EndSequence)
        {
            return stream.Lines;
        }

        using var files = new SegmentReader(stream.Directory, stream.Stream, stream.SegmentBytes);
        using var cursor = new RecordCursor(stream, files, backward: false, sequence);
        if (!cursor.TryPeek(out var record))
        {
            return stream.Lines;
        }

        var segment = stream.Segments.Last(segment => (segment.Number - 1L) * stream.SegmentBytes <= record.Offset);
        return segment.LinesBefore + record.LinesBefore + Math.Max(sequence - record.FirstSequence, 0);
    }
}
