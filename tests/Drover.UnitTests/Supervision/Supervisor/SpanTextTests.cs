using Drover.Supervision.Supervisor;
using Xunit;

namespace Drover.UnitTests.Supervision.Supervisor;

public sealed class SpanTextTests
{
    [Theory]
    [InlineData(0, "0 ms")]
    [InlineData(240, "240 ms")]
    [InlineData(3_250, "3.2 s")]
    [InlineData(59_999, "59.9 s")]
    [InlineData(250_000, "4 min 10 s")]
    [InlineData(7_500_000, "2 h 5 min")]
    public void Spans_are_said_in_the_largest_unit_that_tells_enough(long milliseconds, string said) =>
        Assert.Equal(said, SpanText.Say(TimeSpan.FromMilliseconds(milliseconds)));
}
