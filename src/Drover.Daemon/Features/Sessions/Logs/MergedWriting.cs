using System.Runtime.CompilerServices;
using Drover.Contracts.Logs;
using Drover.Daemon.Edges.Http;

namespace Drover.Daemon.Features.Sessions.Logs;

/// <summary>Merged lines in the form that was asked for.</summary>
internal static class MergedWriting
{
    public static MergedLogPage Page(MergedReader reader, LogRequest request)
    {
        var batch = reader.First();
        var entries = batch.Lines.Select(line => MergedLines.Entry(line, request)).ToList();
        if (request.MaxBytes is { } most)
        {
            LogEntries.CutToFit(entries, most);
        }

        return new MergedLogPage { Entries = entries, Cursor = batch.End.ToString(), Gap = batch.Dropped > 0 ? new LogGap(batch.Dropped) : null };
    }

    public static async IAsyncEnumerable<MergedBatch> BatchesAsync(MergedReader reader, bool follow, [EnumeratorCancellation] CancellationToken cancellation)
    {
        yield return reader.First();
        if (follow)
        {
            await foreach (var batch in reader.FollowAsync(cancellation))
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

        // Only server-sent events have an id, and a position over many sessions is long.
        using var positions = request.Format == LogFormat.Sse ? batch.Positions().GetEnumerator() : null;
        foreach (var line in batch.Lines)
        {
            var id = positions is not null && positions.MoveNext() ? positions.Current.ToString() : null;
            LogWriting.WriteEntry(writer, MergedLines.Entry(line, request), MergedLines.Prefix(line, request), request, id);
        }
    }
}
