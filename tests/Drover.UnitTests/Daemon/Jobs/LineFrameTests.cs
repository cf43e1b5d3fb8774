using System.Buffers;
using System.Text;
using System.Text.Json;
using Drover.Contracts.Client;
using Drover.Contracts.Jobs;
using Drover.Daemon.Features.Jobs.Streaming;
using Drover.Supervision.Logs;
using FsCheck;
using FsCheck.Fluent;
using Xunit;

namespace Drover.UnitTests.Daemon.Jobs;

public sealed class LineFrameTests
{
    [Fact]
    public void A_plain_line_is_what_the_contract_says()
    {
        Assert.Equal("id: 7\ndata: {\"type\":\"stderr\",\"line\":\"a \\\"b\\\" \\\\ \\t\\u001b[0m ü\"}\n\n", Text(Line("a \"b\" \\ \t\u001b[0m ü"u8.ToArray(), LogStream.Stderr)));
    }

    [Fact]
    public void A_line_longer_than_a_piece_of_the_output_comes_whole()
    {
        var bytes = Enumerable.Repeat((byte)'x', 200_000).ToArray();
        Assert.Equal(new string('x', 200_000), Read(Line(bytes)).Line);
    }

    [Fact]
    public void Whatever_was_written_can_be_had_again_byte_for_byte() => Prop.ForAll<byte[], bool>((bytes, hasNewline) =>
    {
        var line = bytes.Where(b => b != (byte)'\n').ToArray();
        var frame = Read(Line(line, hasNewline: hasNewline));
        byte[] written = hasNewline ? [.. line, (byte)'\n'] : line;
        return Encoding.UTF8.GetString(line) == frame.Line && written.AsSpan().SequenceEqual(frame.Raw ?? [.. Encoding.UTF8.GetBytes(frame.Line), (byte)'\n']);
    }).QuickCheckThrowOnFailure();

    [Fact]
    public void Text_needs_no_bytes() => Prop.ForAll<string>(text =>
    {
        var valid = Encoding.UTF8.GetString(Encoding.UTF8.GetBytes(text ?? "")).Replace("\n", "", StringComparison.Ordinal);
        var frame = Read(Line(Encoding.UTF8.GetBytes(valid)));
        return frame.Line == valid && frame.Raw is null;
    }).QuickCheckThrowOnFailure();

    private static LogLine Line(byte[] bytes, LogStream stream = LogStream.Stdout, bool hasNewline = true) => new(7, 0, stream, 1, bytes, Continued: false) { HasNewline = hasNewline };

    private static JobFrame Read(LogLine line)
    {
        var reader = new JobFrameReader();
        JobFrame? read = null;
        foreach (var part in Text(line).Split('\n'))
        {
            read = reader.Take(Encoding.UTF8.GetBytes(part)).Value ?? read;
        }

        Assert.Equal(7, reader.LastId);
        using var document = JsonDocument.Parse(reader.Json);
        Assert.Equal("stdout", document.RootElement.GetProperty("type").GetString());
        return read!;
    }

    private static string Text(LogLine line)
    {
        var output = new ArrayBufferWriter<byte>();
        var frames = new FrameBuffer(output);
        LineFrame.Write(ref frames, line);
        frames.Complete();
        return Encoding.UTF8.GetString(output.WrittenSpan);
    }
}
