using System.Text;
using Drover.Supervision.Logs;
using Drover.Supervision.Logs.Text;
using Xunit;

namespace Drover.UnitTests.Supervision.Logs.Text;

public sealed class TextTests
{
    [Theory]
    [InlineData("plain", "plain")]
    [InlineData("\u001b[1;31merror\u001b[0m: no", "error: no")]
    [InlineData("\u001b]8;;https://x.y\u001b\\link\u001b]8;;\u001b\\!", "link!")]
    [InlineData("\u001b]0;title\u0007text", "text")]
    [InlineData("\u001b(Bascii\u001b7", "ascii")]
    [InlineData("a\u001b[2K\rb", "b")]
    [InlineData("cut \u001b[38;5", "cut ")]
    [InlineData("end\u001b", "end")]
    [InlineData("\u001b]52;unfinished is shown", "52;unfinished is shown")]
    [InlineData("\u001bPq#1\u001b\\after", "after")]
    [InlineData("\u001b[31\u0001x", "\u0001x")]
    public void Terminal_sequences_go_and_text_stays(string line, string shown) => Assert.Equal(shown, Show(line));

    [Theory]
    [InlineData("10 %\r50 %\r100 %", "100 %")]
    [InlineData("line\r", "line")]
    [InlineData("\r\r", "")]
    [InlineData("", "")]
    public void Carriage_returns_leave_what_was_seen_last(string line, string shown) => Assert.Equal(shown, Show(line));

    [Fact]
    public void Bytes_that_are_no_text_are_replaced_and_NUL_stays()
    {
        Assert.Equal("a\uFFFDb\0c", TextView.Of([(byte)'a', 0xFF, (byte)'b', 0, (byte)'c']));
        Assert.Equal("\uFFFD", TextView.Of([0xE2, 0x82]));
    }

    [Fact]
    public void Raw_text_keeps_sequences_and_carriage_returns() =>
        Assert.Equal("\u001b[1ma\rb\r", TextView.Of(Encoding.UTF8.GetBytes("\u001b[1ma\rb\r"), TextOptions.None));

    [Fact]
    public void Equal_lines_in_a_row_are_folded_and_the_last_gives_the_cursor()
    {
        var folded = RepeatFolder.Fold([Line(1, "a"), Line(2, "a"), Line(3, "b"), Line(4, "a"), Line(5, "a", LogStream.Stderr)]);

        Assert.Equal([(2L, 2), (3L, 1), (4L, 1), (5L, 1)], folded.Select(line => (line.Line.Sequence, line.Repeats)));
    }

    private static string Show(string line) => TextView.Of(Encoding.UTF8.GetBytes(line));

    private static LogLine Line(long sequence, string text, LogStream stream = LogStream.Stdout) =>
        new(sequence, 0, stream, 1, Encoding.UTF8.GetBytes(text), false);
}
