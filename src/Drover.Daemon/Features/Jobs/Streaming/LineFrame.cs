using System.Buffers;
using System.Buffers.Text;
using System.Text;
using System.Text.Unicode;
using Drover.Supervision.Logs;

namespace Drover.Daemon.Features.Jobs.Streaming;

/// <summary>
/// Writes a line of output as the JSON of its frame: <c>{"type":"stdout","line":"…"}</c>. By hand and from bytes to bytes, because a job may print
/// millions of lines a second and most of them need nothing but copying.
/// </summary>
internal static class LineFrame
{
    private static readonly SearchValues<byte> Escaped = SearchValues.Create([.. Enumerable.Range(0, 0x20).Select(code => (byte)code), (byte)'"', (byte)'\\']);

    public static void Write(IBufferWriter<byte> output, LogLine line)
    {
        output.Write(line.Stream == LogStream.Stderr ? "{\"type\":\"stderr\",\"line\":\""u8 : "{\"type\":\"stdout\",\"line\":\""u8);
        var bytes = line.Bytes.Span;
        var isText = Ascii.IsValid(bytes) || Utf8.IsValid(bytes);
        if (isText)
        {
            WriteEscaped(output, bytes);
        }
        else
        {
            WriteEscaped(output, Encoding.UTF8.GetBytes(Encoding.UTF8.GetString(bytes)));
        }

        output.Write(line.Continued ? "\",\"continued\":true"u8 : "\""u8);
        if (!isText || !(line.HasNewline || line.Continued))
        {
            WriteRaw(output, line.HasNewline ? [.. bytes, (byte)'\n'] : bytes);
        }

        output.Write("}"u8);
    }

    private static void WriteEscaped(IBufferWriter<byte> output, ReadOnlySpan<byte> text)
    {
        while (true)
        {
            var plain = text.IndexOfAny(Escaped);
            if (plain < 0)
            {
                output.Write(text);
                return;
            }

            output.Write(text[..plain]);
            WriteEscape(output, text[plain]);
            text = text[(plain + 1)..];
        }
    }

    private static void WriteEscape(IBufferWriter<byte> output, byte character)
    {
        switch (character)
        {
            case (byte)'"':
                output.Write("\\\""u8);
                break;
            case (byte)'\\':
                output.Write("\\\\"u8);
                break;
            case (byte)'\t':
                output.Write("\\t"u8);
                break;
            case (byte)'\r':
                output.Write("\\r"u8);
                break;
            default:
                var target = output.GetSpan(6);
                "\\u00"u8.CopyTo(target);
                target[4] = (byte)('0' + (character >> 4));
                target[5] = "0123456789abcdef"u8[character & 15];
                output.Advance(6);
                break;
        }
    }

    private static void WriteRaw(IBufferWriter<byte> output, ReadOnlySpan<byte> bytes)
    {
        output.Write(",\"raw\":\""u8);
        var target = output.GetSpan(Base64.GetMaxEncodedToUtf8Length(bytes.Length));
        _ = Base64.EncodeToUtf8(bytes, target, out _, out var written);
        output.Advance(written);
        output.Write("\""u8);
    }
}
