using System.Buffers;
using System.Text;
using System.Text.Unicode;
using Drover.Supervision.Logs;

namespace Drover.Daemon.Features.Jobs.Streaming;

/// <summary>
/// Writes a line of output as the event of its frame:
/// <code>
/// id: 17
/// data: {"type":"stdout","line":"…"}
///
/// </code>
/// By hand and from bytes to bytes, because a job may print millions of lines a second and most of them need nothing but copying.
/// </summary>
internal static class LineFrame
{
    private static readonly SearchValues<byte> Escaped = SearchValues.Create([.. Enumerable.Range(0, 0x20).Select(code => (byte)code), (byte)'"', (byte)'\\']);

    public static void Write(ref FrameBuffer output, LogLine line)
    {
        output.Write("id: "u8);
        output.Write(line.Sequence);
        output.Write(line.Stream == LogStream.Stderr ? "\ndata: {\"type\":\"stderr\",\"line\":\""u8 : "\ndata: {\"type\":\"stdout\",\"line\":\""u8);
        var bytes = line.Bytes.Span;
        var isText = Ascii.IsValid(bytes) || Utf8.IsValid(bytes);
        WriteEscaped(ref output, isText ? bytes : Encoding.UTF8.GetBytes(Encoding.UTF8.GetString(bytes)));
        output.Write(line.Continued ? "\",\"continued\":true"u8 : "\""u8);
        if (!isText || !(line.HasNewline || line.Continued))
        {
            output.Write(",\"raw\":\""u8);
            output.WriteBase64(line.HasNewline ? [.. bytes, (byte)'\n'] : bytes);
            output.Write("\""u8);
        }

        output.Write("}\n\n"u8);
    }

    private static void WriteEscaped(ref FrameBuffer output, ReadOnlySpan<byte> text)
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
            WriteEscape(ref output, text[plain]);
            text = text[(plain + 1)..];
        }
    }

    private static void WriteEscape(ref FrameBuffer output, byte character)
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
                output.Write([.. "\\u00"u8, (byte)('0' + (character >> 4)), "0123456789abcdef"u8[character & 15]]);
                break;
        }
    }
}
