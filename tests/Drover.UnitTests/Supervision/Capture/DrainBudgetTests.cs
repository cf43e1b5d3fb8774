using Drover.Supervision.Capture;
using Drover.TestKit;
using Xunit;

namespace Drover.UnitTests.Supervision.Capture;

public sealed class DrainBudgetTests
{
    private readonly ManualTimeProvider _time = new();

    [Fact]
    public void A_burst_of_small_drains_is_not_slowed()
    {
        var budget = new DrainBudget(_time);

        Assert.All(Enumerable.Range(0, 255), _ =>
        {
            budget.Take(10);
            Assert.Equal(0, budget.PauseMilliseconds());
        });
    }

    [Fact]
    public void Small_drains_beyond_the_burst_make_the_loop_pause_until_tokens_come()
    {
        var budget = new DrainBudget(_time);
        Drain(budget, 256);

        Assert.Equal(1, budget.PauseMilliseconds());
        _time.Advance(TimeSpan.FromMilliseconds(1));
        Assert.Equal(0, budget.PauseMilliseconds());
    }

    [Fact]
    public void A_flood_of_large_drains_never_pauses()
    {
        var budget = new DrainBudget(_time);
        for (var i = 0; i < 100_000; i++)
        {
            budget.Take(DrainBudget.SmallBytes);
        }

        Assert.Equal(0, budget.PauseMilliseconds());
    }

    [Fact]
    public void Very_many_small_drains_make_the_pauses_longer()
    {
        var budget = new DrainBudget(_time);
        _time.Advance(TimeSpan.FromMilliseconds(100));
        Drain(budget, 2000);

        Assert.Equal(4, budget.PauseMilliseconds());
    }

    [Fact]
    public void Quiet_time_fills_the_bucket_again()
    {
        var budget = new DrainBudget(_time);
        Drain(budget, 300);
        _time.Advance(TimeSpan.FromSeconds(1));
        Assert.Equal(0, budget.PauseMilliseconds());
        Drain(budget, 200);

        Assert.Equal(0, budget.PauseMilliseconds());
    }

    private static void Drain(DrainBudget budget, int count)
    {
        for (var i = 0; i < count; i++)
        {
            budget.Take(1);
        }
    }
}
