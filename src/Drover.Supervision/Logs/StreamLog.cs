using Drover.Supervision.Posix;

namespace Drover.Supervision.Logs;

/// <summary>
/// One stream of a session's log: its bytes in segment files and, per segment, the index of its entries. Bytes come first, by splice
/// or by write; then <see cref="IndexNew"/> finds the entries they complete and only then do those get numbers. Bytes behind the last
/// record are the unfinished entry, so a daemon that died between the two steps finds by the same step what it had not numbered.
/// </summary>
/// <remarks>Guarded by the session's lock. Calls answer 0 or the negative error number and can be repeated after a failure.</remarks>
internal sealed class StreamLog(string directory, LogStream stream, Guid sessionId, int segmentBytes, SequenceSource sequence) : IDisposable
{
    private LineCounter _counter;

    public LogStream Stream => stream;

    public string Directory => directory;

    public int SegmentBytes => segmentBytes;

    public StreamFiles Files { get; } = new(directory, stream);

    /// <summary>Segments that have an index, oldest first. Replaced, never changed: readers keep the one they saw.</summary>
    public Segment[] Segments { get; private set; } = [];

    /// <summary>Records in the index of the last of <see cref="Segments"/>.</summary>
    public int LastRecords { get; private set; }

    /// <summary>The first segment whose bytes are kept.</summary>
    public int FirstNumber { get; private set; } = 1;

    /// <summary>Where the last entry ends; the unfinished one begins there.</summary>
    public long IndexedEnd { get; private set; }

    /// <summary>Where the stream ends.</summary>
    public long End { get; private set; }

    /// <summary>Up to here newlines have been looked for.</summary>
    public long ScannedEnd => IndexedEnd + _counter.Pending;

    public bool HasTail => _counter.Pending > 0;

    /// <summary>Entries since the session was created.</summary>
    public long Lines { get; private set; }

    /// <summary>Offsets that never held bytes.</summary>
    public long SkippedBytes { get; private set; }

    /// <summary>The number behind the last entry of this stream.</summary>
    public long EndSequence { get; private set; } = 1;

    /// <summary>The run that wrote the unfinished entry; 0 when not known.</summary>
    public int PendingRun { get; private set; }

    public long DroppedLines => Segments.Length == 0 ? 0 : Segments[0].LinesBefore;

    /// <summary>The segment that the next byte goes to.</summary>
    public int NextNumber => NumberOf(End);

    public int NumberOf(long offset) => (int)(offset / segmentBytes) + 1;

    public long StartOf(int number) => (number - 1L) * segmentBytes;

    /// <summary>Takes over what was found on disk.</summary>
    public void Restore(StreamContent content)
    {
        Segments = content.Segments;
        LastRecords = content.Segments.Length == 0 ? 0 : content.Segments[^1].Records;
        FirstNumber = content.FirstNumber;
        IndexedEnd = content.IndexedEnd;
        End = content.End;
        Lines = content.Lines;
        SkippedBytes = content.SkippedBytes;
        EndSequence = content.EndSequence;
        PendingRun = 0;
        _counter = default;
        sequence.SkipTo(content.NextSequence);
    }

    /// <summary>The unfinished entry belongs to the run that writes next.</summary>
    public void ForgetPendingRun() => PendingRun = 0;

    /// <summary>Bytes have been written behind <see cref="End"/>.</summary>
    public void Extend(int bytes) => End += bytes;

    /// <summary>Numbers the entries that the bytes behind <see cref="ScannedEnd"/> complete.</summary>
    public int IndexNew(int run, long timeMicros, Span<byte> buffer)
    {
        while (ScannedEnd < End)
        {
            var number = NumberOf(ScannedEnd);
            var count = (int)Math.Min(Math.Min(End, StartOf(number + 1)) - ScannedEnd, buffer.Length);
            var read = Files.ReadBytes(number, buffer[..count], ScannedEnd - StartOf(number));
            if (read < 0 && read != -Errno.ENOENT)
            {
                return read;
            }

            PendingRun = run;
            var answer = read > 0 ? IndexChunk(buffer[..read], run, timeMicros) : SkipMissing(number, run, timeMicros);
            if (answer < 0)
            {
                return answer;
            }
        }

        return 0;
    }

    /// <summary>Ends the unfinished entry as it is: its run is over.</summary>
    public int FlushTail(int run, long timeMicros)
    {
        var tail = _counter.Pending;
        if (tail == 0)
        {
            return 0;
        }

        var answer = WriteRecord(IndexedEnd + tail, 1, PendingRun == 0 ? run : PendingRun, timeMicros, endOfRun: true);
        if (answer < 0)
        {
            return answer;
        }

        _counter.Reset();
        PendingRun = 0;
        return 0;
    }

    // Somebody cut or deleted a segment. What comes after it must not wait for bytes that will never be there.
    private int SkipMissing(int number, int run, long timeMicros)
    {
        var answer = FlushTail(run, timeMicros);
        if (answer >= 0)
        {
            IndexedEnd = Math.Min(StartOf(number + 1), End);
        }

        return answer;
    }

    /// <summary>The bytes of the unfinished entry.</summary>
    public byte[] ReadTail()
    {
        var tail = new byte[_counter.Pending];
        var filled = 0;
        while (filled < tail.Length)
        {
            var at = IndexedEnd + filled;
            var number = NumberOf(at);
            var count = (int)Math.Min(tail.Length - filled, StartOf(number + 1) - at);
            var read = Files.ReadBytes(number, tail.AsSpan(filled, count), at - StartOf(number));
            if (read <= 0)
            {
                return [];
            }

            filled += read;
        }

        return tail;
    }

    /// <summary>Forgets the oldest segments and answers the numbers whose files can go: from the first to before the second.</summary>
    public (int From, int Before) Forget(int segments)
    {
        var from = FirstNumber;
        Segments = Segments[segments..];
        FirstNumber = Segments[0].Number;
        return (from, FirstNumber);
    }

    /// <summary>Goes on in a fresh segment, so that all older ones can be forgotten. Needs a stream without an unfinished entry.</summary>
    public int StartFresh()
    {
        var number = NumberOf(End + segmentBytes - 1);
        var skipped = StartOf(number) - End;
        SkippedBytes += skipped;
        var answer = WriteHeader(number);
        if (answer < 0)
        {
            SkippedBytes -= skipped;
            return answer;
        }

        End += skipped;
        IndexedEnd = End;
        AddSegment(number);
        return Files.OpenBytes(number);
    }

    public void Dispose() => Files.Dispose();

    private int IndexChunk(ReadOnlySpan<byte> chunk, int run, long timeMicros)
    {
        while (true)
        {
            var counter = _counter;
            var from = ScannedEnd;
            int entries;
            long end;
            if (NumberOf(IndexedEnd) == NumberOf(from))
            {
                entries = counter.Count(chunk);
                end = from + chunk.Length - counter.Pending;
                chunk = [];
            }
            else if (counter.TryFinish(chunk, out var relative))
            {
                // An entry that began in an earlier segment gets a record of its own, there: it will be dropped with its head.
                entries = 1;
                end = from + relative;
                chunk = chunk[Math.Max(relative, 0)..];
            }
            else
            {
                _counter = counter;
                return 0;
            }

            var answer = entries == 0 ? 0 : WriteRecord(end, entries, run, timeMicros, endOfRun: false);
            if (answer < 0)
            {
                return answer;
            }

            _counter = counter;
            if (chunk.IsEmpty)
            {
                return 0;
            }
        }
    }

    private int WriteRecord(long end, int entries, int run, long timeMicros, bool endOfRun)
    {
        var number = NumberOf(IndexedEnd);
        var isNew = Segments.Length == 0 || Segments[^1].Number != number;
        var answer = isNew ? WriteHeader(number) : 0;
        if (answer < 0)
        {
            return answer;
        }

        var linesBefore = isNew ? 0 : (int)(Lines - Segments[^1].LinesBefore);
        var record = new IndexRecord(timeMicros, sequence.Next, IndexedEnd, (int)(end - IndexedEnd), entries, linesBefore, run, endOfRun);
        Span<byte> bytes = stackalloc byte[IndexRecord.Size];
        record.Write(bytes);
        answer = Files.WriteIndex(number, bytes, IndexHeader.Size + ((isNew ? 0L : LastRecords) * IndexRecord.Size));
        if (answer < 0)
        {
            return answer;
        }

        if (isNew)
        {
            AddSegment(number);
        }

        LastRecords++;
        IndexedEnd = end;
        Lines += entries;
        sequence.Take(entries);
        EndSequence = sequence.Next;
        return 0;
    }

    private int WriteHeader(int number)
    {
        Span<byte> bytes = stackalloc byte[IndexHeader.Size];
        new IndexHeader(stream, segmentBytes, sessionId, number, sequence.Next, Lines, SkippedBytes).Write(bytes);
        return Files.WriteIndex(number, bytes, 0);
    }

    private void AddSegment(int number)
    {
        Segment[] grown = [.. Segments, new Segment(number, sequence.Next, Lines, 0)];
        if (grown.Length > 1)
        {
            grown[^2] = grown[^2] with { Records = LastRecords };
        }

        Segments = grown;
        LastRecords = 0;
    }
}
