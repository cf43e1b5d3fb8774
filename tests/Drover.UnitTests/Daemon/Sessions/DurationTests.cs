using Drover.Daemon.Configuration;
using Xunit;

namespace Drover.UnitTests.Daemon.Sessions;

public sealed class DurationTests
{
    [Theory]
    [InlineData("250ms", 250)]
    [InlineData("90s", 90_000)]
    [InlineData("1h30m", 5_400_000)]
    [InlineData("1.5h", 5_400_000)]
    [InlineData("7d", 604_800_000)]
    [InlineData("0s", 0)]
    public void Spans_are_read_as_people_write_them(string text, long milliseconds)
    {
        Assert.True(Duration.TryParse(text, out var span));
        Assert.Equal(milliseconds, (long)span.TotalMilliseconds);
    }

    [Theory]
    [InlineData("")]
    [InlineData("10")]
    [InlineData("m")]
    [InlineData("-5s")]
    [InlineData("5 s")]
    [InlineData("1.2.3s")]
    [InlineData("5y")]
    [InlineData("99999999999999999999d")]
    public void Anything_else_is_refused(string text) => Assert.False(Duration.TryParse(text, out _));
}
