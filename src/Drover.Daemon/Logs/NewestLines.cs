using Drover.Supervision.Logs;

namespace Drover.Daemon.Logs;

/// <summary>Takes lines in as they are read, oldest first, keeps the newest of them, and counts the matching ones among the others.</summary>
/// <param name="bytes">So many bytes of lines are kept at least, and not a line more.</param>
/// <param name="lineOf">The line of an item.</param>
internal sealed class NewestLines<T>(long bytes, Func<T, LogLine> lineOf)
{
    // Empty lines have no bytes that could be counted.
    private const int Most = 1_000_000;

    private readonly Queue<T> _kept = new();
    private long _bytes;

    public IReadOnlyList<T> Kept => [.. _kept];

    public int LeftOut { get; private set; }

    /// <param name="items">The next ones.</param>
    /// <param name="leave">Told of each that is not kept.</param>
    public void Add(IEnumerable<T> items, Action<T>? leave = null)
    {
        foreach (var item in items)
        {
            _kept.Enqueue(item);
            _bytes += lineOf(item).Bytes.Length;
            while (_kept.Count > Most || _bytes - lineOf(_kept.Peek()).Bytes.Length >= bytes)
            {
                var oldest = _kept.Dequeue();
                _bytes -= lineOf(oldest).Bytes.Length;
                LeftOut += lineOf(oldest).Matched ? 1 : 0;
                leave?.Invoke(oldest);
            }
        }
    }
}
