using System.Buffers;
using Drover.Supervision.Logs.Text;

namespace Drover.Supervision.Logs.Reading;

/// <summary>The conditions of a query on records (time, run) and on lines (pattern, level).</summary>
internal sealed class LineFilter
{
    private readonly LinePredicate? _grep;
    private readonly LineLevel _level;
    private readonly long _sinceMicros;
    private readonly long _untilMicros;
    private readonly int _sinceRun;

    public LineFilter(LogQuery query, MatchBudget budget, bool withText)
    {
        _grep = withText ? query.Grep : null;
        _level = withText ? query.Level : LineLevel.None;
        _sinceMicros = query.Since is { } since ? Micros(since) : long.MinValue;
        _untilMicros = query.Until is { } until ? Micros(until) : long.MaxValue;
        _sinceRun = query.SinceRun ?? int.MinValue;
        Budget = budget;
    }

    public MatchBudget Budget { get; }

    public bool LooksAtText => _grep is not null || _level != LineLevel.None;

    /// <summary>True when most lines have to be cut out and looked at, which is work for more than one processor.</summary>
    public bool IsCostly => _grep is { HasLiterals: false } || (_grep is null && _level != LineLevel.None);

    public bool Accepts(in IndexRecord record) =>
        record.TimeMicros >= _sinceMicros && record.TimeMicros < _untilMicros && record.Run >= _sinceRun;

    /// <summary>False when no line in the stretch can be accepted.</summary>
    public bool MayAccept(ReadOnlySpan<byte> stretch) => _grep is null || _grep.MayMatch(stretch);

    public bool Accepts(ReadOnlySpan<byte> line) =>
        (_grep is null || _grep.IsMatch(line, Budget)) && (_level == LineLevel.None || LevelOf(line) >= _level);

    private static LineLevel LevelOf(ReadOnlySpan<byte> line)
    {
        var text = ArrayPool<char>.Shared.Rent(line.Length);
        var level = LevelDetector.Of(text.AsSpan(0, TextView.Decode(line, text)));
        ArrayPool<char>.Shared.Return(text);
        return level;
    }

    private static long Micros(DateTimeOffset time) => (time - DateTimeOffset.UnixEpoch).Ticks / TimeSpan.TicksPerMicrosecond;
}
