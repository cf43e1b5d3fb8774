using Drover.Supervision.Stopping;
using Xunit;

namespace Drover.UnitTests.Supervision.Stopping;

public sealed class SignalNamesTests
{
    [Theory]
    [InlineData("TERM", 15)]
    [InlineData("SIGTERM", 15)]
    [InlineData("sigterm", 15)]
    [InlineData(" hup ", 1)]
    [InlineData("9", 9)]
    [InlineData("USR2", 12)]
    [InlineData("POLL", 29)]
    [InlineData("CLD", 17)]
    [InlineData("RTMIN", 34)]
    [InlineData("SIGRTMIN+3", 37)]
    [InlineData("64", 64)]
    public void Names_and_numbers_are_read_as_kill_reads_them(string text, int signal)
    {
        Assert.True(SignalNames.TryParse(text, out var parsed));
        Assert.Equal(signal, parsed);
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("SIG")]
    [InlineData("0")]
    [InlineData("-1")]
    [InlineData("32")]
    [InlineData("65")]
    [InlineData("TERMINATE")]
    [InlineData("RTMIN+31")]
    [InlineData("RTMIN+x")]
    public void What_is_no_signal_is_refused(string? text) => Assert.False(SignalNames.TryParse(text, out _));

    [Fact]
    public void Every_signal_has_a_name_that_is_read_back()
    {
        foreach (var signal in Enumerable.Range(1, 31).Concat(Enumerable.Range(34, 31)))
        {
            Assert.True(SignalNames.TryParse(SignalNames.Name(signal), out var parsed));
            Assert.Equal(signal, parsed);
        }
    }
}
