using System.Runtime.CompilerServices;
using Drover.Contracts.Logs;
using Drover.Daemon.Edges.Http;
using Drover.Daemon.Logs;

namespace Drover.Daemon.Features.Sessions.Logs;

/// <summary>Merged lines in the form that was asked for.</summary>
internal static class MergedWriting
{
    public static MergedLogPage Page(MergedReader reader, LogRequest request)
    {
        var batch = reader.First();
        var entries = batch.Lines.Select(line => MergedLines.Entry(line, request)).ToList();
        var leftOut = LeftOut(batch, LogEntries.CutToFit(entries, request.MaxBytes));
        return new MergedLogPage
        {
            Entries = entries,
            Cursor = batch.End.ToString(),
            Gap = batch.Dropped > 0 ? new LogGap(batch.Dropped) : null,
            Truncated = leftOut > 0 ? leftOut : null,
        };
    }

    public static async IAsyncEnumerable<MergedBatch> BatchesAsync(MergedReader reader, LogRequest request, [EnumeratorCancellation] CancellationToken cancellation)
    {
        var first = reader.First();
        if (request.MaxBytes is not null)
        {
            yield return MergedBatch.Newest(reader.Rest(request.Limit - first.Lines.Count).Prepend(first), LogQueries.BytesOf(request));
            yield break;
        }

        yield return first;
        if (request.Follow)
        {
            await foreach (var batch in reader.FollowAsync(cancellation))
            {
                yield return batch;
            }
        }
        else
        {
            foreach (var batch in reader.Rest(request.Limit - first.Lines.Count))
            {
                yield return batch;
            }
        }
    }

    public static void Write(RecordWriter writer, MergedBatch batch, LogRequest request)
    {
        if (batch.Dropped > 0)
        {
            LogWriting.WriteGap(writer, batch.Start.ToString(), batch.Dropped, request);
        }

        var entries = batch.Lines.Select(line => MergedLines.Entry(line, request)).ToList();
        var cut = LogEntries.CutToFit(entries, request.MaxBytes);
        LogWriting.WriteTruncated(writer, batch.Start.ToString(), LeftOut(batch, cut), request);

        // Only server-sent events have an id, and a position over many sessions is long.
        using var positions = request.Format == LogFormat.Sse ? batch.Positions().Skip(cut).GetEnumerator() : null;
        foreach (var (entry, line) in entries.Zip(batch.Lines.Skip(cut)))
        {
            var id = positions is not null && positions.MoveNext() ? positions.Current.ToString() : null;
            LogWriting.WriteEntry(writer, entry, MergedLines.Prefix(line, request), request, id);
        }
    }

    private static int LeftOut(MergedBatch batch, int cut) => LogEntries.LeftOut(batch.LeftOut, batch.Lines.Take(cut).Select(line => line.Line));
}
