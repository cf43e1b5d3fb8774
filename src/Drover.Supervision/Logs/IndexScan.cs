using System.Buffers;
using Drover.Supervision.Posix;

namespace Drover.Supervision.Logs;

/// <summary>What one index file holds.</summary>
internal sealed record IndexSummary
{
    public required int Number { get; init; }

    /// <summary>Null when the head of the file is damaged.</summary>
    public IndexHeader? Header { get; init; }

    /// <summary>Sound records at the start of the file.</summary>
    public int Records { get; init; }

    /// <summary>The first of them.</summary>
    public IndexRecord First { get; init; }

    /// <summary>The last of them.</summary>
    public IndexRecord Last { get; init; }

    /// <summary>The highest run among them.</summary>
    public int LastRun { get; init; }

    /// <summary>
    /// The head is unreadable, or a sound record follows a bad one. A bad end alone is what a torn write leaves: not damage, only shorter.
    /// </summary>
    public bool IsDamaged { get; init; }

    /// <summary>The number behind the last of them.</summary>
    public long EndSequence => Records > 0 ? Last.EndSequence : Header?.FirstSequence ?? 1;

    /// <summary>Entries of the stream up to the last of them.</summary>
    public long EndLines => (Header?.LinesBefore ?? 0) + (Records > 0 ? Last.LinesBefore + Last.Entries : 0);
}

/// <summary>Reads whole index files when a log is opened. Trusts nothing.</summary>
internal static class IndexScan
{
    private const int PageRecords = 1365;

    /// <summary>Checks a file from its head to its end.</summary>
    public static IndexSummary Summarize(string path, LogStream stream, int number, int segmentBytes)
    {
        var scan = new Summary(number, segmentBytes);
        var header = Read(path, scan.Add);
        var isHeaderSound = header is { } found && found.Stream == stream && found.Number == number && found.SegmentBytes == segmentBytes;
        return new IndexSummary
        {
            Number = number,
            Header = isHeaderSound ? header : null,
            Records = scan.Records,
            First = scan.First,
            Last = scan.Last,
            LastRun = scan.LastRun,
            IsDamaged = !isHeaderSound || scan.SoundAfterBad,
        };
    }

    public static bool TryReadHeader(string path, out IndexHeader header)
    {
        var fd = Files.Open(path, OpenFlags.ReadOnly | OpenFlags.CloseOnExec);
        Span<byte> bytes = stackalloc byte[IndexHeader.Size];
        var read = fd < 0 ? fd : Files.PRead(fd, bytes, 0);
        if (fd >= 0)
        {
            _ = Files.Close(fd);
        }

        header = default;
        return read == IndexHeader.Size && IndexHeader.TryRead(bytes, out header);
    }

    /// <summary>All sound records of a file, also those behind bad ones, that begin in the segment and in their order.</summary>
    public static List<IndexRecord> Collect(string path, int number, int segmentBytes)
    {
        List<IndexRecord> records = [];
        Read(path, (isSound, record) =>
        {
            var follows = records.Count == 0 || (record.Offset >= records[^1].End && record.FirstSequence >= records[^1].EndSequence);
            if (isSound && follows && (record.Offset / segmentBytes) + 1 == number)
            {
                records.Add(record);
            }
        });
        return records;
    }

    /// <summary>How many of the first records end at or before an offset.</summary>
    public static int CountUpTo(string path, int records, long end)
    {
        var fitting = 0;
        var seen = 0;
        Read(path, (isSound, record) =>
        {
            if (seen++ < records && isSound && record.End <= end)
            {
                fitting = seen;
            }
        });
        return fitting;
    }

    private static IndexHeader? Read(string path, Action<bool, IndexRecord> onRecord)
    {
        var fd = Files.Open(path, OpenFlags.ReadOnly | OpenFlags.CloseOnExec);
        if (fd < 0)
        {
            return null;
        }

        using var file = new FileDescriptor(fd);
        var page = ArrayPool<byte>.Shared.Rent(PageRecords * IndexRecord.Size);
        var read = Files.PRead(fd, page.AsSpan(0, IndexHeader.Size), 0);
        IndexHeader? header = read == IndexHeader.Size && IndexHeader.TryRead(page.AsSpan(0, IndexHeader.Size), out var found) ? found : null;
        for (long at = IndexHeader.Size; ; at += read)
        {
            read = Files.PRead(fd, page.AsSpan(0, PageRecords * IndexRecord.Size), at);
            for (var start = 0; start + IndexRecord.Size <= read; start += IndexRecord.Size)
            {
                onRecord(IndexRecord.TryRead(page.AsSpan(start), out var record), record);
            }

            if (read < PageRecords * IndexRecord.Size)
            {
                ArrayPool<byte>.Shared.Return(page);
                return header;
            }
        }
    }

    private sealed class Summary(int number, int segmentBytes)
    {
        private bool _isBad;
        private int _lines;

        public int Records { get; private set; }

        public IndexRecord First { get; private set; }

        public IndexRecord Last { get; private set; }

        public int LastRun { get; private set; }

        public bool SoundAfterBad { get; private set; }

        public void Add(bool isSound, IndexRecord record)
        {
            if (_isBad)
            {
                SoundAfterBad |= isSound;
                return;
            }

            var follows = Records == 0 || (record.Offset >= Last.End && record.FirstSequence >= Last.EndSequence);
            if (!isSound || !follows || record.LinesBefore != _lines || (record.Offset / segmentBytes) + 1 != number)
            {
                _isBad = true;
                SoundAfterBad = isSound;
                return;
            }

            First = Records == 0 ? record : First;
            Last = record;
            LastRun = Math.Max(LastRun, record.Run);
            _lines += record.Entries;
            Records++;
        }
    }
}
