using System.Buffers;
using Drover.Supervision.Posix;

namespace Drover.Supervision.Logs.Reading;

/// <summary>Walks the records of one stream forward or backward, a page at a time.</summary>
internal sealed class RecordCursor : IDisposable
{
    private const int MaxPageRecords = 1365;

    private readonly StreamSnapshot _stream;
    private readonly SegmentReader _files;
    private readonly bool _backward;
    private readonly byte[] _page = ArrayPool<byte>.Shared.Rent(MaxPageRecords * IndexRecord.Size);
    private int _segment;
    private int _next;
    private int _pageFirst;
    private int _pageCount;
    private int _pageSize = 32;

    /// <param name="stream">The stream.</param>
    /// <param name="files">Its files.</param>
    /// <param name="backward">From the end to the start.</param>
    /// <param name="sequence">Forward: begin with the record of this number or the first behind it. Backward: end of what is wanted.</param>
    public RecordCursor(StreamSnapshot stream, SegmentReader files, bool backward, long sequence)
    {
        _stream = stream;
        _files = files;
        _backward = backward;
        Seek(sequence);
    }

    /// <summary>True when a file was gone: the snapshot is out of date.</summary>
    public bool IsGone { get; private set; }

    /// <summary>The next record without taking it. Unreadable records are skipped: their lines are lost, not the others.</summary>
    public bool TryPeek(out IndexRecord record)
    {
        while (!IsGone && TryLoad())
        {
            if (IndexRecord.TryRead(_page.AsSpan((_next - _pageFirst - (_backward ? 1 : 0)) * IndexRecord.Size), out record))
            {
                return true;
            }

            Take();
        }

        record = default;
        return false;
    }

    /// <summary>Takes the record that <see cref="TryPeek"/> showed.</summary>
    public void Take() => _next += _backward ? -1 : 1;

    public void Dispose() => ArrayPool<byte>.Shared.Return(_page);

    private bool TryLoad()
    {
        var wanted = _backward ? _next - 1 : _next;
        while (_segment >= 0 && _segment < _stream.Segments.Length)
        {
            if (wanted >= _pageFirst && wanted < _pageFirst + _pageCount)
            {
                return true;
            }

            var records = _stream.RecordsOf(_segment);
            if (wanted < 0 || wanted >= records)
            {
                _segment += _backward ? -1 : 1;
                _pageCount = 0;
                _next = _backward && _segment >= 0 ? _stream.RecordsOf(_segment) : 0;
                wanted = _backward ? _next - 1 : 0;
                continue;
            }

            _pageFirst = _backward ? Math.Max(_next - _pageSize, 0) : _next;
            var count = Math.Min(_backward ? _next - _pageFirst : _pageSize, records - _pageFirst);
            _pageCount = Load(_stream.Segments[_segment].Number, _pageFirst, count);
            _pageSize = Math.Min(_pageSize * 4, MaxPageRecords);
            if (_pageCount < count)
            {
                return false;
            }
        }

        return false;
    }

    private int Load(int number, int first, int count)
    {
        var read = _files.ReadRecords(number, first, _page.AsSpan(0, count * IndexRecord.Size));
        IsGone |= read == -Errno.ENOENT;
        return Math.Max(read, 0);
    }

    private void Seek(long sequence)
    {
        _segment = _stream.Segments.Length - 1;
        while (_segment > 0 && _stream.Segments[_segment].FirstSequence > sequence)
        {
            _segment--;
        }

        if (_segment < 0)
        {
            return;
        }

        var records = _stream.RecordsOf(_segment);
        if (_backward && sequence >= _stream.EndSequence)
        {
            _next = records;
            return;
        }

        // The first record that ends behind the number; readers that follow want the last one, so that is looked at first.
        var number = _stream.Segments[_segment].Number;
        var low = 0;
        var high = records;
        for (var middle = Math.Max(records - 1, 0); low < high; middle = (low + high) / 2)
        {
            if (Load(number, middle, 1) != 1)
            {
                return;
            }

            // A damaged record has the number 0 and sends the search towards the end; that may skip lines only next to it.
            _ = IndexRecord.TryRead(_page, out var record);
            if (_backward ? record.FirstSequence < sequence : record.EndSequence <= sequence)
            {
                low = middle + 1;
            }
            else
            {
                high = middle;
            }
        }

        _next = low;
        _pageCount = 0;
    }
}
