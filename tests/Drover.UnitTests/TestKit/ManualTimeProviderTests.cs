using Drover.TestKit;
using Xunit;

namespace Drover.UnitTests.TestKit;

public class ManualTimeProviderTests
{
    private readonly ManualTimeProvider _time = new();
    private readonly List<string> _fired = [];

    [Fact]
    public void Timers_fire_in_the_order_of_their_times_whatever_order_they_were_made_in()
    {
        using var late = Timer("late", after: 20);
        using var early = Timer("early", after: 10);

        _time.Advance(TimeSpan.FromMilliseconds(19));
        Assert.Equal(["early"], _fired);

        _time.Advance(TimeSpan.FromMilliseconds(1));
        Assert.Equal(["early", "late"], _fired);
        Assert.Equal(0, _time.PendingTimers);
    }

    [Fact]
    public void A_periodic_timer_fires_once_for_each_period_on_the_way()
    {
        using var timer = Timer("tick", after: 10, period: 5);

        _time.Advance(TimeSpan.FromMilliseconds(20));

        Assert.Equal(["tick", "tick", "tick"], _fired);
        Assert.Equal(TimeSpan.FromMilliseconds(5), _time.NextTimerIn);
    }

    [Fact]
    public void A_timer_sees_its_own_time_on_the_clock()
    {
        var start = _time.GetUtcNow();
        var seen = TimeSpan.Zero;
        using var timer = _time.CreateTimer(_ => seen = _time.GetUtcNow() - start, null, TimeSpan.FromSeconds(1), Timeout.InfiniteTimeSpan);

        _time.Advance(TimeSpan.FromHours(1));

        Assert.Equal(TimeSpan.FromSeconds(1), seen);
        Assert.Equal(start + TimeSpan.FromHours(1), _time.GetUtcNow());
    }

    [Fact]
    public void A_jump_of_the_wall_clock_fires_nothing_and_changes_no_elapsed_time()
    {
        using var timer = Timer("timer", after: 10);
        var before = _time.GetTimestamp();

        _time.JumpTo(_time.GetUtcNow() - TimeSpan.FromDays(1));

        Assert.Empty(_fired);
        Assert.Equal(TimeSpan.Zero, _time.GetElapsedTime(before));
    }

    [Fact]
    public async Task A_delay_ends_when_its_time_has_come()
    {
        var delay = Task.Delay(TimeSpan.FromSeconds(5), _time);
        Assert.False(delay.IsCompleted);

        _time.Advance(TimeSpan.FromSeconds(5));

        await delay.Patiently();
    }

    private ITimer Timer(string name, int after, int? period = null) => _time.CreateTimer(
        _ => _fired.Add(name),
        null,
        TimeSpan.FromMilliseconds(after),
        period is { } each ? TimeSpan.FromMilliseconds(each) : Timeout.InfiniteTimeSpan);
}
