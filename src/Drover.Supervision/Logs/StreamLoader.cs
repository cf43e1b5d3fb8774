using Drover.Supervision.Posix;

namespace Drover.Supervision.Logs;

/// <summary>Works out what the files of one stream hold, and sets aside what cannot be used.</summary>
internal sealed class StreamLoader(StreamLayout layout, LogStream stream, List<string> warnings)
{
    private List<IndexSummary> _summaries = [];
    private long _taken = 1;

    public LogStream Stream => stream;

    /// <summary>The first segment of the unbroken row that ends with the newest.</summary>
    public int FirstNumber { get; private set; } = 1;

    public bool NeedsRepair { get; private set; }

    /// <summary>Index files by number, oldest first.</summary>
    public IReadOnlyList<IndexSummary> Summaries => _summaries;

    private SortedDictionary<int, long> Bytes => layout.Bytes[(int)stream];

    private SortedDictionary<int, long> Indexes => layout.Indexes[(int)stream];

    private long BytesEnd => Bytes.Count == 0 ? 0 : StartOf(Bytes.Keys.Last()) + Math.Min(Bytes.Values.Last(), layout.SegmentBytes);

    /// <summary>Reads all indexes and says whether they need repair.</summary>
    public void Survey()
    {
        DropBeforeBreak();
        DropIndexesWithoutBytes();
        _summaries = [.. Indexes.Keys.Select(number => IndexScan.Summarize(IndexPath(number), stream, number, layout.SegmentBytes))];
        NeedsRepair = _summaries.Exists(summary => summary.IsDamaged) || HasUnindexedStretch();
    }

    public StreamContent Load()
    {
        Shorten();
        var sound = _summaries.Where(summary => summary.Header is not null).ToList();
        if (sound.Count == 0)
        {
            return StreamContent.Empty with { FirstNumber = FirstNumber, IndexedEnd = StartOf(FirstNumber), End = Math.Max(BytesEnd, StartOf(FirstNumber)) };
        }

        var last = sound[^1];
        var lastWithRecords = sound.LastOrDefault(summary => summary.Records > 0);
        var indexedEnd = Math.Max(lastWithRecords?.Last.End ?? 0, lastWithRecords is null ? StartOf(last.Number) : 0);
        return new StreamContent
        {
            Segments = [.. sound.Select(summary => new Segment(summary.Number, summary.Header!.Value.FirstSequence, summary.Header!.Value.LinesBefore, summary.Records))],
            FirstNumber = FirstNumber,
            IndexedEnd = indexedEnd,
            End = Math.Max(BytesEnd, indexedEnd),
            Lines = last.EndLines,
            SkippedBytes = last.Header!.Value.SkippedBytes,
            EndSequence = lastWithRecords?.EndSequence ?? last.EndSequence,
            NextSequence = Math.Max(sound.Max(summary => summary.EndSequence), _taken),
            LastRun = sound.Max(summary => summary.LastRun),
        };
    }

    public string IndexPath(int number) => SegmentNames.IndexPath(layout.Directory, stream, number);

    /// <summary>Renames an index that is not to be believed.</summary>
    public void SetAside(string path, string why)
    {
        for (var n = 1; ; n++)
        {
            var aside = $"{path}.corrupt-{n}";
            if (File.Exists(aside))
            {
                continue;
            }

            try
            {
                File.Move(path, aside);
                warnings.Add($"{path}: {why}. It was set aside as {Path.GetFileName(aside)}.");
            }
            catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
            {
                warnings.Add($"{path}: {why}. It could not be set aside: {exception.Message}");
            }

            return;
        }
    }

    public long StartOf(int number) => (number - 1L) * layout.SegmentBytes;

    // A segment in the middle is gone: what is older has no connection to the rest any more.
    private void DropBeforeBreak()
    {
        FirstNumber = Bytes.Count == 0 ? Indexes.Keys.DefaultIfEmpty(1).Last() : Bytes.Keys.Last();
        while (Bytes.ContainsKey(FirstNumber - 1))
        {
            FirstNumber--;
        }

        foreach (var number in Bytes.Keys.TakeWhile(number => number < FirstNumber).ToList())
        {
            SetAside(SegmentNames.BytesPath(layout.Directory, stream, number), "a newer segment is missing");
            Bytes.Remove(number);
        }
    }

    private void DropIndexesWithoutBytes()
    {
        foreach (var (number, size) in Indexes.Where(index => index.Key < FirstNumber || index.Value == 0).ToList())
        {
            _ = Files.Unlink(IndexPath(number));
            Indexes.Remove(number);
        }
    }

    // Each record begins where the one before it ended, over all files. A stretch between two that has bytes lost its index.
    private bool HasUnindexedStretch()
    {
        if (_summaries.Count == 0)
        {
            return false;
        }

        var end = _summaries[0].Number == FirstNumber && _summaries[0].Records > 0 ? _summaries[0].First.Offset : StartOf(FirstNumber);
        foreach (var summary in _summaries.Where(summary => summary.Records > 0))
        {
            if (summary.First.Offset < end || (summary.First.Offset > end && HasBytesAt(end)))
            {
                return true;
            }

            end = summary.Last.End;
        }

        return false;
    }

    // An index without records belongs to the end of the log, unless the log was cleared. One that lies ahead of where the last
    // entry ends was begun by a daemon that died right then, or lost what was before it.
    private void DropIndexesAhead()
    {
        while (_summaries is [.., { Records: 0 } last] && _summaries.FindLast(summary => summary.Records > 0) is { } before && StartOf(last.Number) > before.Last.End)
        {
            _taken = Math.Max(_taken, last.EndSequence);
            _ = Files.Unlink(IndexPath(last.Number));
            _summaries.RemoveAt(_summaries.Count - 1);
        }
    }

    private bool HasBytesAt(long offset)
    {
        var number = (int)(offset / layout.SegmentBytes) + 1;
        return Bytes.TryGetValue(number, out var size) && StartOf(number) + size > offset;
    }

    // Bytes the index speaks of are gone (the power failed, or somebody cut the file): the index follows what is there.
    private void Shorten()
    {
        var end = BytesEnd;
        for (var i = _summaries.Count - 1; i >= 0; i--)
        {
            var summary = _summaries[i];
            if (summary.Records == 0)
            {
                continue;
            }

            if (summary.Last.End <= end)
            {
                break;
            }

            var path = IndexPath(summary.Number);
            var fitting = IndexScan.CountUpTo(path, summary.Records, end);
            warnings.Add($"{path}: the segment is shorter than its index says; {summary.Records - fitting} records were cut off.");
            var fd = Files.Open(path, OpenFlags.ReadWrite | OpenFlags.CloseOnExec);
            if (fd >= 0)
            {
                _ = Files.Truncate(fd, IndexHeader.Size + ((long)fitting * IndexRecord.Size));
                _ = Files.Close(fd);
            }

            // Numbers that were handed out once are not handed out again.
            var shorter = IndexScan.Summarize(path, stream, summary.Number, layout.SegmentBytes);
            _taken = Math.Max(_taken, summary.EndSequence);
            _summaries[i] = shorter;
        }

        DropIndexesAhead();
    }
}
