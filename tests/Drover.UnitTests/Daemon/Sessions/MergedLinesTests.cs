using Drover.Daemon.Features.Sessions.Logs;
using Drover.Daemon.Features.Sessions.Resources;
using Drover.Supervision.Logs;
using Xunit;

namespace Drover.UnitTests.Daemon.Sessions;

public sealed class MergedLinesTests
{
    [Fact]
    public void Lines_are_merged_by_time_and_each_log_keeps_its_own_order_when_the_clock_jumps_back()
    {
        var merged = MergedLines.Merge([(null!, Lines(10, 5, 30)), (null!, Lines(7, 20))], 100);
        Assert.Equal([7L, 10, 5, 20, 30], merged.Select(line => line.Line.TimeMicros));
    }

    [Fact]
    public void No_more_than_the_limit_come() => Assert.Equal(2, MergedLines.Merge([(null!, Lines(1, 2)), (null!, Lines(3))], 2).Count);

    [Fact]
    public void A_cursor_survives_its_text_form_and_nonsense_is_none()
    {
        var id = Guid.NewGuid();
        var cursor = MergedCursor.Parse(new MergedCursor(new Dictionary<Guid, long> { [id] = long.MaxValue }).ToString());

        Assert.Equal((long.MaxValue, (long?)null), (cursor![id], cursor[Guid.NewGuid()]));
        Assert.Null(MergedCursor.Parse("nonsense!"));
        Assert.Null(MergedCursor.Parse("AAAA"));
    }

    [Fact]
    public void Cpu_is_told_since_the_last_look_and_never_below_zero()
    {
        var meter = new CpuMeter();

        Assert.Equal(50, meter.Percent(1, TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(2)));
        Assert.Equal(50, meter.Percent(1, TimeSpan.FromSeconds(2), TimeSpan.FromSeconds(2.1)));
        Assert.Equal(100, meter.Percent(1, TimeSpan.FromSeconds(2), TimeSpan.FromSeconds(3)));
        Assert.Equal(0, meter.Percent(1, TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(4)));
        Assert.Equal(200, meter.Percent(2, TimeSpan.FromSeconds(2), TimeSpan.FromSeconds(1)));
    }

    private static LogLine[] Lines(params long[] times) => [.. times.Select((time, index) => new LogLine(index + 1, time, LogStream.Stdout, 1, default, false))];
}
