namespace Drover.Supervision.Logs;

/// <summary>
/// Rebuilds the index of a stream from what is left of it and from the bytes. Sound records stay, also those behind a bad one; the
/// stretches between them are cut into entries again, which take the numbers that were lost. Their time is that of their segment's
/// last write, their run that of the record before.
/// </summary>
internal sealed class IndexRepair(StreamLayout layout, StreamLoader loader, StreamLoader[] all, List<string> warnings)
{
    private readonly SortedDictionary<int, List<IndexRecord>> _segments = [];
    private readonly HashSet<int> _changed = [];

    public void Run()
    {
        var damaged = loader.Summaries.Where(summary => summary.IsDamaged).Select(summary => summary.Number).ToHashSet();
        var sound = Collect();
        var holes = new SequenceHoles(all.Where(other => other != loader).SelectMany(Used).Concat(sound.Select(record => (record.FirstSequence, record.EndSequence))));
        var hasFirst = loader.Summaries.Count > 0 && loader.Summaries[0].Number == loader.FirstNumber && !damaged.Contains(loader.FirstNumber);
        var end = hasFirst && sound.Count > 0 ? sound[0].Offset : loader.StartOf(loader.FirstNumber);
        var sequence = 1L;
        var run = sound.Count > 0 ? sound[0].Run : 0;
        foreach (var record in sound)
        {
            if (record.Offset < end)
            {
                continue;
            }

            Fill(end, record.Offset, sequence, record.FirstSequence, run, holes);
            Add(record);
            (end, sequence, run) = (record.End, record.EndSequence, record.Run);
        }

        _changed.UnionWith(damaged);
        foreach (var number in damaged)
        {
            loader.SetAside(loader.IndexPath(number), "the index is damaged");
            layout.Indexes[(int)loader.Stream].Remove(number);
        }

        WriteChanged();
    }

    private List<IndexRecord> Collect() =>
        [.. loader.Summaries.SelectMany(summary => IndexScan.Collect(loader.IndexPath(summary.Number), summary.Number, layout.SegmentBytes))];

    private IEnumerable<(long From, long Before)> Used(StreamLoader other) => other.Summaries
        .SelectMany(summary => IndexScan.Collect(other.IndexPath(summary.Number), summary.Number, layout.SegmentBytes))
        .Select(record => (record.FirstSequence, record.EndSequence));

    private void Add(IndexRecord record)
    {
        var number = (int)(record.Offset / layout.SegmentBytes) + 1;
        if (!_segments.TryGetValue(number, out var records))
        {
            _segments[number] = records = [];
        }

        records.Add(record);
    }

    private void Fill(long from, long to, long sequence, long before, int run, SequenceHoles holes)
    {
        using var bytes = new StretchReader(layout, loader.Stream, from, to);
        while (bytes.TryNext(out var offset, out var length, out var isWhole))
        {
            sequence = holes.Next(sequence);
            if (sequence >= before)
            {
                warnings.Add($"{loader.IndexPath((int)(offset / layout.SegmentBytes) + 1)}: bytes {offset} to {to} of the stream have lost their numbers and are not shown.");
                return;
            }

            var micros = (File.GetLastWriteTimeUtc(SegmentNames.BytesPath(layout.Directory, loader.Stream, (int)(offset / layout.SegmentBytes) + 1)) - DateTime.UnixEpoch).Ticks
                / TimeSpan.TicksPerMicrosecond;
            Add(new IndexRecord(micros, sequence, offset, length, 1, 0, run, !isWhole));
            _changed.Add((int)(offset / layout.SegmentBytes) + 1);
            sequence++;
        }
    }

    private void WriteChanged()
    {
        var known = loader.Summaries.FirstOrDefault(summary => summary.Header is not null && !summary.IsDamaged)
            ?? loader.Summaries.FirstOrDefault(summary => summary.Header is not null);
        var before = known is null ? 0 : _segments.TakeWhile(segment => segment.Key < known.Number).Sum(segment => segment.Value.Sum(record => (long)record.Entries));
        var lines = Math.Max((known?.Header?.LinesBefore ?? 0) - before, 0);
        var skipped = loader.Summaries.LastOrDefault(summary => summary.Header is not null)?.Header?.SkippedBytes ?? 0;
        foreach (var number in _changed.Where(number => !_segments.ContainsKey(number)))
        {
            _segments[number] = [];
        }

        var sequence = 1L;
        foreach (var (number, records) in _segments)
        {
            sequence = records.Count > 0 ? records[0].FirstSequence : sequence;
            if (_changed.Contains(number))
            {
                Write(new IndexHeader(loader.Stream, layout.SegmentBytes, layout.SessionId, number, sequence, lines, skipped), records);
            }

            lines += records.Sum(record => (long)record.Entries);
            sequence = records.Count > 0 ? records[^1].EndSequence : sequence;
        }
    }

    private void Write(IndexHeader header, List<IndexRecord> records)
    {
        var content = new byte[IndexHeader.Size + (records.Count * IndexRecord.Size)];
        header.Write(content);
        var lines = 0;
        for (var i = 0; i < records.Count; i++)
        {
            (records[i] with { LinesBefore = lines }).Write(content.AsSpan(IndexHeader.Size + (i * IndexRecord.Size)));
            lines += records[i].Entries;
        }

        var path = loader.IndexPath(header.Number);
        try
        {
            File.WriteAllBytes(path + ".new", content);
            File.Move(path + ".new", path, overwrite: true);
            layout.Indexes[(int)loader.Stream][header.Number] = content.Length;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            warnings.Add($"{path}: the index could not be written again: {exception.Message}");
        }
    }

    /// <summary>Cuts a stretch of a stream into entries; its end ends the last one.</summary>
    private sealed class StretchReader(StreamLayout layout, LogStream stream, long from, long to) : IDisposable
    {
        private readonly StreamFiles _files = new(layout.Directory, stream);
        private readonly byte[] _window = new byte[LineSplitter.WindowBytes * 2];
        private int _start;
        private int _end;
        private long _at = from;

        public bool TryNext(out long offset, out int length, out bool isWhole)
        {
            offset = _at;
            length = LineSplitter.Next(_window.AsSpan(_start, _end - _start), out _);
            if (length == 0)
            {
                Refill();
                length = LineSplitter.Next(_window.AsSpan(_start, _end - _start), out _);
            }

            isWhole = length > 0;
            length = isWhole ? length : _end - _start;
            _start += length;
            _at += length;
            return length > 0;
        }

        public void Dispose() => _files.Dispose();

        private void Refill()
        {
            _window.AsSpan(_start, _end - _start).CopyTo(_window);
            (_start, _end) = (0, _end - _start);
            while (_end < _window.Length && _at + _end < to)
            {
                var at = _at + _end;
                var number = (int)(at / layout.SegmentBytes) + 1;
                var begin = at - ((number - 1L) * layout.SegmentBytes);
                var count = (int)Math.Min(Math.Min(_window.Length - _end, to - at), layout.SegmentBytes - begin);
                var read = _files.ReadBytes(number, _window.AsSpan(_end, count), begin);
                if (read <= 0)
                {
                    return;
                }

                _end += read;
            }
        }
    }
}
