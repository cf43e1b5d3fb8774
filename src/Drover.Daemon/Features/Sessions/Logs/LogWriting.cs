using System.Globalization;
using Drover.Contracts.Json;
using Drover.Contracts.Logs;
using Drover.Daemon.Edges.Http;
using Drover.Supervision.Logs;

namespace Drover.Daemon.Features.Sessions.Logs;

/// <summary>Puts one read of a log into a stream in the form that was asked for.</summary>
internal static class LogWriting
{
    public static void Write(RecordWriter writer, LogBatch batch, LogRequest request)
    {
        if (batch.Dropped > 0)
        {
            WriteGap(writer, Id(Math.Max(0, (batch.Lines.Count > 0 ? batch.Lines[0].Sequence : batch.NextSequence) - 1)), batch.Dropped, request);
        }

        if (request.Format == LogFormat.Raw)
        {
            foreach (var line in batch.Lines)
            {
                WriteRaw((PlainWriter)writer, line);
            }

            return;
        }

        foreach (var entry in LogEntries.Of(batch.Lines, request))
        {
            WriteEntry(writer, entry, request.Prefixed ? $"[{entry.Stream}] " : "", request, Id(entry.Seq));
        }
    }

    public static void WriteEntry(RecordWriter writer, LogEntry entry, string prefix, LogRequest request, string? id)
    {
        if (request.Format == LogFormat.Text)
        {
            var plain = (PlainWriter)writer;
            plain.WriteText(prefix);
            plain.WriteLine(entry.Repeats is { } repeats ? $"{entry.Line} (x{repeats})" : entry.Line);
        }
        else
        {
            writer.Write(id, entry, DroverJson.Default.LogEntry);
        }
    }

    public static void WriteGap(RecordWriter writer, string id, long dropped, LogRequest request)
    {
        switch (request.Format)
        {
            case LogFormat.Text:
                ((PlainWriter)writer).WriteLine($"[gap] {dropped} lines are not retained any more");
                break;
            case LogFormat.Raw:
                // Bytes only: a mark would be taken for output.
                break;
            default:
                writer.Write(id, new LogGapRecord(new LogGap(dropped)), DroverJson.Default.LogGapRecord);
                break;
        }
    }

    private static string Id(long sequence) => sequence.ToString(CultureInfo.InvariantCulture);

    private static void WriteRaw(PlainWriter writer, LogLine line)
    {
        writer.WriteBytes(line.Bytes.Span);
        if (line.HasNewline)
        {
            writer.WriteBytes("\n"u8);
        }
    }
}
