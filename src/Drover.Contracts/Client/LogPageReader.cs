using System.Text.Json;
using Drover.Contracts.Logs;

namespace Drover.Contracts.Client;

/// <summary>Reads <see cref="LogPage"/> and <see cref="MergedLogPage"/> by hand, for the reason <see cref="LogRecordReader"/> gives.</summary>
internal static class LogPageReader
{
    internal static LogPage Read(ReadOnlyMemory<byte> json)
    {
        var page = ReadParts(json);
        return new LogPage
        {
            SessionId = page.Session ?? "",
            Stream = page.Stream ?? "blended",
            Entries = page.Entries,
            NextSeq = page.NextSeq,
            Gap = page.Gap,
            Partial = page.Partial,
            Truncated = page.Truncated,
        };
    }

    internal static MergedLogPage ReadMerged(ReadOnlyMemory<byte> json)
    {
        var page = ReadParts(json);
        return new MergedLogPage { Entries = page.Entries, Cursor = page.Cursor ?? "", Gap = page.Gap, Truncated = page.Truncated };
    }

    private static Parts ReadParts(ReadOnlyMemory<byte> json)
    {
        var reader = new Utf8JsonReader(json.Span);
        var parts = new Parts();
        if (!reader.Read() || reader.TokenType != JsonTokenType.StartObject)
        {
            throw new JsonException("A page of a log is an object.");
        }

        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            if (reader.ValueTextEquals("session_id"u8)) { reader.Read(); parts.Session = reader.GetString(); }
            else if (reader.ValueTextEquals("stream"u8)) { reader.Read(); parts.Stream = reader.GetString(); }
            else if (reader.ValueTextEquals("next_seq"u8)) { reader.Read(); parts.NextSeq = reader.GetInt64(); }
            else if (reader.ValueTextEquals("cursor"u8)) { reader.Read(); parts.Cursor = reader.GetString(); }
            else if (reader.ValueTextEquals("gap"u8)) { reader.Read(); parts.Gap = LogRecordReader.Gap(ref reader); }
            else if (reader.ValueTextEquals("truncated"u8)) { reader.Read(); parts.Truncated = reader.TokenType == JsonTokenType.Null ? null : reader.GetInt32(); }
            else if (reader.ValueTextEquals("partial"u8)) { reader.Read(); parts.Partial = Partial(ref reader); }
            else if (reader.ValueTextEquals("entries"u8)) { reader.Read(); Entries(ref reader, parts.Entries); }
            else { reader.Read(); reader.Skip(); }
        }

        return parts;
    }

    private static void Entries(ref Utf8JsonReader reader, List<LogEntry> entries)
    {
        while (reader.Read() && reader.TokenType == JsonTokenType.StartObject)
        {
            if (LogRecordReader.Read(ref reader).Entry is { } entry)
            {
                entries.Add(entry);
            }
        }
    }

    private static LogPartial? Partial(ref Utf8JsonReader reader)
    {
        if (reader.TokenType != JsonTokenType.StartObject)
        {
            return null;
        }

        string? stdout = null, stderr = null;
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var (isOut, isErr) = (reader.ValueTextEquals("stdout"u8), reader.ValueTextEquals("stderr"u8));
            reader.Read();
            stdout = isOut ? reader.GetString() : stdout;
            stderr = isErr ? reader.GetString() : stderr;
            reader.Skip();
        }

        return new LogPartial { Stdout = stdout, Stderr = stderr };
    }

    private sealed class Parts
    {
        internal List<LogEntry> Entries { get; } = [];

        internal string? Session { get; set; }

        internal string? Stream { get; set; }

        internal long NextSeq { get; set; }

        internal string? Cursor { get; set; }

        internal LogGap? Gap { get; set; }

        internal int? Truncated { get; set; }

        internal LogPartial? Partial { get; set; }
    }
}
