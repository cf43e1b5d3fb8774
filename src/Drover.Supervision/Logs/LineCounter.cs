using System.Runtime.InteropServices;

namespace Drover.Supervision.Logs;

/// <summary>
/// Counts the entries of a stream as its bytes come by, with vectorised searches and without looking at a byte twice. It keeps the
/// length of the unfinished entry and its last three bytes, which is all that <see cref="LineSplitter"/> needs to go on.
/// </summary>
[StructLayout(LayoutKind.Auto)]
internal struct LineCounter
{
    // The newest byte is the lowest.
    private uint _last;

    /// <summary>Bytes of the unfinished entry.</summary>
    public int Pending { get; private set; }

    /// <summary>Counts what <paramref name="chunk"/> completes. Afterwards the last completed entry ends <see cref="Pending"/> bytes before its end.</summary>
    public int Count(ReadOnlySpan<byte> chunk)
    {
        var entries = 0;
        var start = -Pending;
        while (true)
        {
            var from = Math.Max(start, 0);
            var window = chunk[from..Math.Min(start + LineSplitter.WindowBytes, chunk.Length)];
            var newline = window.LastIndexOf((byte)'\n');
            if (newline >= 0)
            {
                entries += window[..(newline + 1)].Count((byte)'\n');
                start = from + newline + 1;
            }
            else if (start + LineSplitter.WindowBytes <= chunk.Length)
            {
                entries++;
                start = CutEnd(chunk, start);
            }
            else
            {
                Keep(chunk, start);
                return entries;
            }
        }
    }

    /// <summary>Takes no more of <paramref name="chunk"/> than ends the entry that is unfinished.</summary>
    /// <param name="chunk">The bytes behind the ones seen.</param>
    /// <param name="end">Where that entry ends, relative to the chunk; up to three bytes before it when a character had to stay whole.</param>
    /// <returns>False when the chunk does not end the entry: all of it was taken.</returns>
    public bool TryFinish(ReadOnlySpan<byte> chunk, out int end)
    {
        var start = -Pending;
        var window = chunk[..Math.Min(start + LineSplitter.WindowBytes, chunk.Length)];
        var newline = window.IndexOf((byte)'\n');
        if (newline >= 0)
        {
            end = newline + 1;
        }
        else if (start + LineSplitter.WindowBytes <= chunk.Length)
        {
            end = CutEnd(chunk, start);
        }
        else
        {
            end = 0;
            Keep(chunk, start);
            return false;
        }

        Pending = Math.Max(-end, 0);
        return true;
    }

    /// <summary>The unfinished entry has been ended by force.</summary>
    public void Reset() => Pending = 0;

    private readonly int CutEnd(ReadOnlySpan<byte> chunk, int start)
    {
        var limit = start + LineSplitter.MaxEntryBytes;
        return limit - LineSplitter.Overhang(chunk[limit], At(chunk, limit - 1), At(chunk, limit - 2), At(chunk, limit - 3));
    }

    private readonly byte At(ReadOnlySpan<byte> chunk, int index) =>
        index >= 0 ? chunk[index] : (byte)(_last >> (8 * (-index - 1)));

    private void Keep(ReadOnlySpan<byte> chunk, int start)
    {
        Pending = chunk.Length - start;
        foreach (var value in chunk[Math.Max(chunk.Length - 3, 0)..])
        {
            _last = (_last << 8) | value;
        }
    }
}
