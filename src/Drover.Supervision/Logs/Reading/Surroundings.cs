using Drover.Supervision.Logs.Text;

namespace Drover.Supervision.Logs.Reading;

/// <summary>Adds to matches the lines around them. Matches are few and the index finds their neighbours at once.</summary>
internal static class Surroundings
{
    public static List<LogLine> Of(List<LogLine> matches, LogQuery query, LineFilter matching, LogSnapshot snapshot, long from, CancellationToken cancellation)
    {
        var all = new SortedDictionary<long, LogLine>();
        var filter = new LineFilter(query, new MatchBudget(TimeProvider.System), withText: false);
        foreach (var match in matches)
        {
            Add(backward: true, from, match.Sequence);
            Add(backward: false, match.Sequence + 1, snapshot.NextSequence);
        }

        matches.ForEach(match => all[match.Sequence] = match);
        return [.. all.Values];

        void Add(bool backward, long first, long before)
        {
            using var scan = new MergedScan(snapshot, query.Streams, filter, backward, first, before);
            foreach (var line in scan.Collect(query.Context, query.MaxBytes, cancellation))
            {
                all.TryAdd(line.Sequence, line with { Matched = matching.Accepts(line.Bytes.Span) });
            }
        }
    }
}
