namespace Drover.Supervision.Logs;

/// <summary>
/// Numbers that no sound record uses. A damaged index lost records whose numbers are, therefore, the holes the other records leave:
/// a rebuilt index takes them from there, so that no number ever means two lines.
/// </summary>
internal sealed class SequenceHoles
{
    private readonly List<(long From, long Before)> _used;

    /// <param name="used">Ranges of used numbers, in any order.</param>
    public SequenceHoles(IEnumerable<(long From, long Before)> used)
    {
        _used = [.. used];
        _used.Sort();
    }

    /// <summary>The first unused number that is not below <paramref name="wanted"/>.</summary>
    public long Next(long wanted)
    {
        var low = 0;
        var high = _used.Count;
        while (low < high)
        {
            var middle = (low + high) / 2;
            if (_used[middle].Before <= wanted)
            {
                low = middle + 1;
            }
            else
            {
                high = middle;
            }
        }

        for (; low < _used.Count && _used[low].From <= wanted; low++)
        {
            wanted = Math.Max(wanted, _used[low].Before);
        }

        return wanted;
    }
}
