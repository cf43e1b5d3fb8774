using System.Text.Json;
using Drover.Contracts.Errors;
using Drover.Contracts.Logs;

namespace Drover.Contracts.Client;

/// <summary>
/// Reads the records of a log by hand. A follower may get a hundred thousand of them a second, and a command that shows ten lines must not
/// spend 60 ms on compiling a serializer first.
/// </summary>
public static class LogRecordReader
{
    /// <summary>Reads one line of NDJSON.</summary>
    /// <param name="json">The line, UTF-8.</param>
    /// <returns>The record.</returns>
    /// <exception cref="JsonException">It is not one.</exception>
    public static LogRecord Read(ReadOnlySpan<byte> json)
    {
        var reader = new Utf8JsonReader(json);
        return reader.Read() && reader.TokenType == JsonTokenType.StartObject ? Read(ref reader) : throw new JsonException("A record of a log is an object.");
    }

    // {"seq":7,"ts":"2026-11-20T12:00:00.000001Z","stream":"stdout","run":1,"line":"ready"}
    // {"gap":{"dropped":120}}
    // {"truncated":12}
    // {"error":{"type":"…","title":"…","status":500,"detail":"…","code":"log.unreadable"}}
    internal static LogRecord Read(ref Utf8JsonReader reader)
    {
        long seq = -1;
        DateTimeOffset ts = default;
        string? stream = null, line = null, session = null, raw = null;
        var run = 0;
        bool? continued = null;
        int? repeats = null, truncated = null;
        LogGap? gap = null;
        Error? error = null;
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            if (reader.ValueTextEquals("seq"u8)) { reader.Read(); seq = reader.GetInt64(); }
            else if (reader.ValueTextEquals("ts"u8)) { reader.Read(); ts = reader.GetDateTimeOffset(); }
            else if (reader.ValueTextEquals("stream"u8)) { reader.Read(); stream = StreamName(ref reader); }
            else if (reader.ValueTextEquals("run"u8)) { reader.Read(); run = reader.GetInt32(); }
            else if (reader.ValueTextEquals("line"u8)) { reader.Read(); line = reader.GetString(); }
            else if (reader.ValueTextEquals("continued"u8)) { reader.Read(); continued = reader.TokenType == JsonTokenType.True; }
            else if (reader.ValueTextEquals("repeats"u8)) { reader.Read(); repeats = reader.TokenType == JsonTokenType.Null ? null : reader.GetInt32(); }
            else if (reader.ValueTextEquals("raw"u8)) { reader.Read(); raw = reader.GetString(); }
            else if (reader.ValueTextEquals("session_id"u8)) { reader.Read(); session = reader.GetString(); }
            else if (reader.ValueTextEquals("gap"u8)) { reader.Read(); gap = Gap(ref reader); }
            else if (reader.ValueTextEquals("truncated"u8)) { reader.Read(); truncated = reader.GetInt32(); }
            else if (reader.ValueTextEquals("error"u8)) { reader.Read(); error = Problem(ref reader); }
            else { reader.Read(); reader.Skip(); }
        }

        return seq >= 0 && stream is not null && line is not null
            ? new LogRecord(new LogEntry { Seq = seq, Ts = ts, Stream = stream, Run = run, Line = line, Continued = continued, Repeats = repeats, Raw = raw, SessionId = session }, null, null)
            : new LogRecord(null, gap, error, truncated);
    }

    internal static LogGap? Gap(ref Utf8JsonReader reader)
    {
        LogGap? gap = null;
        if (reader.TokenType == JsonTokenType.StartObject)
        {
            while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
            {
                var dropped = reader.ValueTextEquals("dropped"u8);
                reader.Read();
                gap = dropped ? new LogGap(reader.GetInt64()) : gap;
                reader.Skip();
            }
        }

        return gap;
    }

    private static string? StreamName(ref Utf8JsonReader reader)
        => reader.ValueTextEquals("stdout"u8) ? "stdout" : reader.ValueTextEquals("stderr"u8) ? "stderr" : reader.GetString();

    private static Error? Problem(ref Utf8JsonReader reader)
    {
        if (reader.TokenType != JsonTokenType.StartObject)
        {
            return null;
        }

        string? code = null, detail = null;
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var (isCode, isDetail) = (reader.ValueTextEquals("code"u8), reader.ValueTextEquals("detail"u8));
            reader.Read();
            code = isCode ? reader.GetString() : code;
            detail = isDetail ? reader.GetString() : detail;
            reader.Skip();
        }

        return code is null ? null : new Error(code, detail ?? code);
    }
}
