using System.Runtime.CompilerServices;
using Drover.Contracts.Json;
using Drover.Contracts.Logs;
using Drover.Daemon.Edges.Http;

namespace Drover.Daemon.Features.Sessions.Logs;

/// <summary>Merged lines in the form that was asked for.</summary>
internal static class MergedWriting
{
    public static MergedLogPage Page(MergedReader reader, LogRequest request)
    {
        var lines = reader.First();
        var entries = lines.ConvertAll(line => MergedLines.Entry(line, request));
        if (request.MaxBytes is { } most)
        {
            LogEntries.CutToFit(entries, most);
        }

        return new MergedLogPage { Entries = entries, Cursor = reader.Cursor.ToString(), Gap = reader.Dropped > 0 ? new LogGap(reader.Dropped) : null };
    }

    public static async IAsyncEnumerable<IReadOnlyList<MergedLine>> BatchesAsync(MergedReader reader, bool follow, [EnumeratorCancellation] CancellationToken cancellation)
    {
        yield return reader.First();
        if (follow)
        {
            await foreach (var lines in reader.FollowAsync(cancellation))
            {
                yield return lines;
            }
        }
    }

    public static void Write(RecordWriter writer, IReadOnlyList<MergedLine> lines, MergedReader reader, LogRequest request)
    {
        if (reader.TakeGap() is > 0 and var dropped)
        {
            LogWriting.WriteGap(writer, 0, dropped, request);
        }

        for (var i = 0; i < lines.Count; i++)
        {
            var entry = MergedLines.Entry(lines[i], request);
            if (request.Format == LogFormat.Sse && i == lines.Count - 1)
            {
                // The id of the last event of a read is where a reader that reconnects goes on.
                writer.Write(reader.Cursor.ToString(), entry, DroverJson.Default.LogEntry);
            }
            else
            {
                LogWriting.WriteEntry(writer, entry, MergedLines.Prefix(lines[i], request), request, id: null);
            }
        }
    }
}
