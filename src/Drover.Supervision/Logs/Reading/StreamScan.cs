using System.Buffers;
using System.Runtime.InteropServices;
using Drover.Supervision.Posix;

namespace Drover.Supervision.Logs.Reading;

/// <summary>A line that was found, still in the buffer of its scan.</summary>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct Hit(long Sequence, long TimeMicros, int Run, int Start, int Length, bool Continued, bool HasNewline);

/// <summary>
/// Finds the lines of one stream that a filter accepts, forward or backward. It takes the bytes of neighbouring records in blocks of
/// up to a megabyte; a block that cannot hold a match is never cut into lines.
/// </summary>
internal sealed class StreamScan : IDisposable
{
    private const int FirstBlock = 64 << 10;
    private const int LastBlock = 1 << 20;
    private const int CostlyBytes = 256 << 10;

    private readonly LogStream _stream;
    private readonly int _segmentBytes;
    private readonly SegmentReader _files;
    private readonly RecordCursor _records;
    private readonly LineFilter _filter;
    private readonly bool _backward;
    private readonly long _from;
    private readonly long _before;
    private readonly List<IndexRecord> _block = [];
    private readonly List<Hit> _hits = [];
    private byte[] _buffer = [];
    private int _taken;
    private int _blockBytes = FirstBlock;
    private long _bound;
    private bool _isAtEnd;

    /// <param name="snapshot">The stream.</param>
    /// <param name="filter">What to accept.</param>
    /// <param name="backward">Newest first.</param>
    /// <param name="from">The first number wanted.</param>
    /// <param name="before">The number behind the last one wanted.</param>
    public StreamScan(StreamSnapshot snapshot, LineFilter filter, bool backward, long from, long before)
    {
        _stream = snapshot.Stream;
        _segmentBytes = snapshot.SegmentBytes;
        _filter = filter;
        _backward = backward;
        _from = from;
        _before = before;
        _files = new SegmentReader(snapshot.Directory, snapshot.Stream, snapshot.SegmentBytes);
        _isAtEnd = from >= before || from >= snapshot.EndSequence;
        _bound = backward ? Math.Min(before, snapshot.EndSequence) - 1 : from;
        _records = new RecordCursor(_isAtEnd ? snapshot with { Segments = [] } : snapshot, _files, backward, backward ? before : from);
    }

    /// <summary>True when a file was gone: the snapshot is out of date and the read has to begin again.</summary>
    public bool IsGone { get; private set; }

    public bool HasHit => _taken < _hits.Count;

    public bool IsExhausted => _isAtEnd && !HasHit;

    /// <summary>The number of the next hit, or how far the next one is at least.</summary>
    public long Key => HasHit ? Next.Sequence : _isAtEnd ? (_backward ? long.MinValue : long.MaxValue) : _bound;

    private Hit Next => _hits[_backward ? _hits.Count - 1 - _taken : _taken];

    /// <summary>The length of the next hit.</summary>
    public int NextLength => Next.Length;

    /// <summary>Takes the next hit and copies its bytes.</summary>
    public LogLine Take(LineArena arena)
    {
        var hit = Next;
        _taken++;
        return new LogLine(hit.Sequence, hit.TimeMicros, _stream, hit.Run, arena.Copy(_buffer.AsSpan(hit.Start, hit.Length)), hit.Continued)
        {
            HasNewline = hit.HasNewline,
        };
    }

    /// <summary>Leaves the next hit out.</summary>
    /// <returns>Its number.</returns>
    public long Skip()
    {
        var sequence = Next.Sequence;
        _taken++;
        return sequence;
    }

    /// <summary>Looks through the next block.</summary>
    public void Advance()
    {
        _hits.Clear();
        _taken = 0;
        CollectBlock();
        if (_block.Count == 0)
        {
            _isAtEnd = true;
            return;
        }

        _bound = _backward ? _block[0].FirstSequence - 1 : _block[^1].EndSequence;
        var start = _block[0].Offset;
        var length = (int)(_block[^1].End - start);
        EnsureBuffer(length);
        var read = _files.ReadBytes(start, _buffer.AsSpan(0, length));
        IsGone |= read == -Errno.ENOENT;
        var bytes = _buffer.AsSpan(0, Math.Max(read, 0));
        if (!_filter.LooksAtText || _filter.MayAccept(bytes))
        {
            CutAll(bytes.Length, start);
        }
    }

    public void Dispose()
    {
        _records.Dispose();
        _files.Dispose();
        if (_buffer.Length > 0)
        {
            ArrayPool<byte>.Shared.Return(_buffer);
        }
    }

    // Neighbouring records, in the order of the stream.
    private void CollectBlock()
    {
        _block.Clear();
        var bytes = 0;
        while (_records.TryPeek(out var record) && IsWanted(record))
        {
            if (!_filter.Accepts(record))
            {
                if (_block.Count > 0)
                {
                    break;
                }

                _records.Take();
                continue;
            }

            if ((_block.Count > 0 && !AreNeighbours(_block[^1], record)) || (bytes > 0 && bytes + record.Count > _blockBytes))
            {
                break;
            }

            _block.Add(record);
            bytes += record.Count;
            _records.Take();
        }

        IsGone |= _records.IsGone;
        _blockBytes = Math.Min(_blockBytes * 2, LastBlock);
        if (_backward)
        {
            _block.Reverse();
        }
    }

    // A block stays in one segment: where a file is cut short, only its own lines are lost.
    private bool AreNeighbours(in IndexRecord taken, in IndexRecord next) =>
        (_backward ? next.End == taken.Offset : next.Offset == taken.End) && next.Offset / _segmentBytes == taken.Offset / _segmentBytes;

    private bool IsWanted(in IndexRecord record) => _backward ? record.EndSequence > _from : record.FirstSequence < _before;

    private void CutAll(int length, long start)
    {
        if (!_filter.IsCostly || length < CostlyBytes || _block.Count < 2)
        {
            CutSome(0, _block.Count, length, start, _hits);
            return;
        }

        // Two processors at most: the daemon has more to do than to search.
        var half = _block.FindIndex(1, record => record.Offset - start >= length / 2);
        half = half < 0 ? _block.Count - 1 : half;
        List<Hit> second = [];
        Parallel.Invoke(
            () => CutSome(0, half, length, start, _hits),
            () => CutSome(half, _block.Count, length, start, second));
        _hits.AddRange(second);
    }

    private void CutSome(int from, int before, int length, long start, List<Hit> hits)
    {
        for (var i = from; i < before; i++)
        {
            Cut(_block[i], _buffer.AsSpan(0, length), (int)(_block[i].Offset - start), hits);
        }
    }

    private void Cut(in IndexRecord record, ReadOnlySpan<byte> block, int start, List<Hit> hits)
    {
        var end = Math.Min(start + record.Count, block.Length);
        var wholeRecord = start < end ? block[start..end] : [];
        if (_filter.LooksAtText && !_filter.MayAccept(wholeRecord))
        {
            return;
        }

        var sequence = record.FirstSequence;
        for (var entry = 0; entry < record.Entries && start < end; entry++, sequence++)
        {
            var rest = block[start..end];
            var length = LineSplitter.Next(rest, out var continued);
            if (length == 0)
            {
                // Only the last entry of a record may have no newline: its run ended, or it goes on in the next record.
                length = rest.Length;
                continued = !record.EndOfRun;
            }

            var content = rest[length - 1] == (byte)'\n' ? length - 1 : length;
            if (sequence >= _from && sequence < _before && (!_filter.LooksAtText || _filter.Accepts(rest[..content])))
            {
                hits.Add(new Hit(sequence, record.TimeMicros, record.Run, start, content, continued, content < length));
            }

            start += length;
        }
    }

    private void EnsureBuffer(int length)
    {
        if (_buffer.Length >= length)
        {
            return;
        }

        if (_buffer.Length > 0)
        {
            ArrayPool<byte>.Shared.Return(_buffer);
        }

        _buffer = ArrayPool<byte>.Shared.Rent(length);
    }
}
