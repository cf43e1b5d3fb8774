using System.Text;
using Drover.Supervision.Spawn;
using Xunit;

namespace Drover.UnitTests.Supervision.Spawn;

public sealed class StatusProtocolTests
{
    [Fact]
    public void A_whole_life_is_read_in_order() =>
        Assert.Equal(
            [new StatusLine.HolderStarted(4711), new StatusLine.CommandStarted(4712), new StatusLine.Signaled(15)],
            Parse("holder 4711\npid 4712\nsignaled 15\n"));

    [Theory]
    [InlineData("exited 0", typeof(StatusLine.Exited))]
    [InlineData("exited 255", typeof(StatusLine.Exited))]
    [InlineData("fail 2", typeof(StatusLine.Failed))]
    [InlineData("signaled 9", typeof(StatusLine.Signaled))]
    public void Each_end_is_an_end(string line, Type type)
    {
        var end = Assert.Single(Parse(line + "\n"));
        Assert.IsType(type, end);
        Assert.True(end.IsEnd);
    }

    [Fact]
    public void A_last_line_without_its_newline_has_not_come_yet()
    {
        const string whole = "holder 12\npid 34\nexited 5\n";
        for (var length = 0; length < whole.Length; length++)
        {
            Assert.Equal(whole[..length].Count(letter => letter == '\n'), Parse(whole[..length]).Count);
        }
    }

    [Theory]
    [InlineData(129, 1)]
    [InlineData(137, 9)]
    [InlineData(143, 15)]
    [InlineData(192, 64)]
    public void The_shells_codes_above_128_are_signals_most_likely(int code, int signal) =>
        Assert.Equal([new StatusLine.Signaled(signal, Approximate: true)], Parse($"exit {code}\n"));

    [Theory]
    [InlineData(128)]
    [InlineData(193)]
    [InlineData(255)]
    public void The_shells_codes_that_no_signal_gives_are_exact(int code) =>
        Assert.Equal([new StatusLine.Exited(code)], Parse($"exit {code}\n"));

    [Fact]
    public void The_first_end_counts() =>
        Assert.Equal([new StatusLine.CommandStarted(1), new StatusLine.Failed(2)], Parse("pid 1\nfail 2\nexited 127\n"));

    [Fact]
    public void What_is_no_line_of_the_protocol_is_passed_over() =>
        Assert.Equal([new StatusLine.Exited(0)], Parse("\n\nhello\npid\npid x\npid 1 2\nexited \0\nexited 99999999999\nexited 0\n"));

    private static IReadOnlyList<StatusLine> Parse(string text) => StatusProtocol.Parse(Encoding.UTF8.GetBytes(text));
}
