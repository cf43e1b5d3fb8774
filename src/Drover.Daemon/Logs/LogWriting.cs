using System.Globalization;
using Drover.Contracts.Json;
using Drover.Contracts.Logs;
using Drover.Daemon.Edges.Http;
using Drover.Supervision.Logs;

namespace Drover.Daemon.Logs;

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
            foreach (var line in batch.Lines.Skip(request.MaxBytes is { } bytes ? LogEntries.TooMany(batch.Lines, line => line.Bytes.Length + 1, bytes) : 0))
            {
                WriteRaw((PlainWriter)writer, line);
            }

            return;
        }

        var entries = LogEntries.Of(batch.Lines, request);
        var leftOut = LogEntries.LeftOut(batch.LeftOut, batch.Lines.Take(LogEntries.CutToFit(entries, request.MaxBytes)));
        WriteTruncated(writer, Id(Math.Max(0, (entries.Count > 0 ? entries[0].Seq : batch.NextSequence) - 1)), leftOut, request);

        foreach (var entry in entries)
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

    public static void WriteTruncated(RecordWriter writer, string id, int count, LogRequest request)
    {
        if (count <= 0)
        {
            return;
        }

        switch (request.Format)
        {
            case LogFormat.Text:
                ((PlainWriter)writer).WriteLine($"[truncated] {count} older lines are left out");
                break;
            case LogFormat.Raw:
                // Bytes only: a mark would be taken for output.
                break;
            default:
                writer.Write(id, new LogTruncatedRecord(count), DroverJson.Default.LogTruncatedRecord);
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
