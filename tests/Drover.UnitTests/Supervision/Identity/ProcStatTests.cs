using System.Text;
using Drover.Supervision.Identity;
using Xunit;

namespace Drover.UnitTests.Supervision.Identity;

public sealed class ProcStatTests
{
    private const string Fields = " 4711 4712 4713 0 -1 4194560 120 0 0 0 31 7 0 0 20 0 1 0 8213456 2703360 210 18446744073709551615 1 1";

    [Theory]
    [InlineData("sleep")]
    [InlineData("a b")]
    [InlineData("a) Z 1 1 1 (b")]
    [InlineData("")]
    [InlineData(")))")]
    public void The_name_may_hold_anything(string name)
    {
        Assert.True(ProcStat.TryParse(Encoding.UTF8.GetBytes($"99 ({name}) S{Fields}\n"), out var stat));
        Assert.Equal(new ProcStat('S', 4711, 4712, 4713, 31, 7, 8213456, 210), stat);
        Assert.False(stat.IsZombie);
    }

    [Theory]
    [InlineData('Z')]
    [InlineData('X')]
    public void The_dead_are_recognised(char state)
    {
        Assert.True(ProcStat.TryParse(Encoding.UTF8.GetBytes($"99 (x) {state}{Fields}\n"), out var stat));
        Assert.True(stat.IsZombie);
    }

    [Fact]
    public void A_line_that_is_cut_anywhere_before_its_last_needed_field_is_no_record()
    {
        var whole = Encoding.UTF8.GetBytes($"99 (x) S{Fields}");
        var needed = Encoding.UTF8.GetString(whole).IndexOf(" 210 ", StringComparison.Ordinal);
        for (var length = 0; length <= needed; length++)
        {
            Assert.False(ProcStat.TryParse(whole.AsSpan(0, length), out _));
        }
    }

    [Fact]
    public void Markers_are_found_wherever_they_stand()
    {
        var run = Guid.NewGuid();
        Assert.Equal((run, false), RunMarker.Find(Encoding.UTF8.GetBytes($"A=1\0DROVER_RUN_ID={run:D}\0B=2\0")));
        Assert.Equal((run, false), RunMarker.Find(Encoding.UTF8.GetBytes($"DROVER_RUN_ID={run:D}")));
        Assert.Equal((null, true), RunMarker.Find("X=DROVER_RUN_ID=1\0DROVER_DAEMON=1\0"u8));
        Assert.Equal((null, false), RunMarker.Find("DROVER_RUN_ID=nonsense\0"u8));
        Assert.Equal((null, false), RunMarker.Find(""u8));
    }
}
