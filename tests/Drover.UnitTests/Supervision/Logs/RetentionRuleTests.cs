using Drover.Supervision.Logs;
using Xunit;

namespace Drover.UnitTests.Supervision.Logs;

public sealed class RetentionRuleTests
{
    private static readonly LogOptions Options = new() { RetainBytesPerStream = 300, RetainLinesPerStream = 20, RetainLinesBlended = 30 };

    [Fact]
    public void The_newest_segment_always_stays() => Assert.Equal(0, Deletable(Options, (1, 0, 1_000_000)));

    [Fact]
    public void Segments_go_when_bytes_lines_and_blended_lines_are_still_enough() =>
        Assert.Equal(2, Deletable(Options, (1, 0, 100), (11, 10, 100), (21, 20, 100), (31, 30, 100), (41, 40, 100)));

    [Fact]
    public void Few_but_long_lines_stay_beyond_the_bytes() =>
        Assert.Equal(0, Deletable(Options with { RetainLinesPerStream = 100 }, (1, 0, 100), (11, 10, 100), (21, 20, 100), (31, 30, 100), (41, 40, 100)));

    [Fact]
    public void Many_but_short_lines_stay_up_to_the_bytes() =>
        Assert.Equal(0, Deletable(Options with { RetainBytesPerStream = 1000 }, (1, 0, 100), (11, 10, 100), (21, 20, 100), (31, 30, 100), (41, 40, 100)));

    [Fact]
    public void Lines_that_the_blended_log_still_needs_stay() =>
        Assert.Equal(1, Deletable(Options with { RetainLinesBlended = 40 }, (1, 0, 100), (11, 10, 100), (21, 20, 100), (31, 30, 100), (41, 40, 100)));

    // Each segment has ten lines; fifty were written.
    private static int Deletable(LogOptions options, params (long First, long Before, long Bytes)[] segments) =>
        RetentionRule.Deletable([.. segments.Select(segment => new SegmentSize(segment.First, segment.Before, segment.Bytes))], 50, 51, options);
}
