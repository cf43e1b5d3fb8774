using Drover.Supervision.Restarts;
using Xunit;

namespace Drover.UnitTests.Supervision.Restarts;

public sealed class RestartTrackerTests
{
    private static readonly TimeSpan AtOnce = TimeSpan.FromMilliseconds(5);
    private static readonly RestartPolicy OnFailure = new() { Kind = RestartKind.OnFailure };

    [Fact]
    public void Without_a_policy_nothing_is_restarted()
    {
        var tracker = new RestartTracker(RestartPolicy.Never);
        Assert.IsType<RestartDecision.Stay>(tracker.OnExit(success: false, AtOnce));
        Assert.IsType<RestartDecision.Stay>(tracker.OnExit(success: true, AtOnce));
    }

    [Theory]
    [InlineData(RestartKind.OnFailure, true, false)]
    [InlineData(RestartKind.OnFailure, false, true)]
    [InlineData(RestartKind.Always, true, true)]
    [InlineData(RestartKind.Always, false, true)]
    public void The_policy_says_which_ends_count(RestartKind kind, bool success, bool restarts) =>
        Assert.Equal(restarts, new RestartTracker(new RestartPolicy { Kind = kind }).OnExit(success, AtOnce) is RestartDecision.Restart);

    [Fact]
    public void The_delay_doubles_up_to_its_largest_value()
    {
        var tracker = new RestartTracker(OnFailure with { MaxBackoff = TimeSpan.FromSeconds(3), Max = 100 }, () => 0.5);
        var delays = Enumerable.Range(0, 5).Select(_ => Delay(tracker)).ToArray();
        Assert.Equal([500, 1000, 2000, 3000, 3000], delays);
    }

    [Theory]
    [InlineData(0.0, 375)]
    [InlineData(0.5, 500)]
    [InlineData(0.999999999, 625)]
    public void Jitter_is_a_quarter_of_the_delay_either_way(double random, double expected) =>
        Assert.Equal(expected, Delay(new RestartTracker(OnFailure, () => random)), 3);

    [Fact]
    public void A_process_that_dies_at_once_is_given_up_after_the_allowed_restarts()
    {
        var tracker = new RestartTracker(OnFailure with { Max = 3 }, () => 0.5);
        for (var i = 1; i <= 3; i++)
        {
            Assert.Equal(i, Assert.IsType<RestartDecision.Restart>(tracker.OnExit(success: false, AtOnce)).Attempt);
        }

        var end = Assert.IsType<RestartDecision.GiveUp>(tracker.OnExit(success: false, AtOnce));
        Assert.Equal("gave up: restarted 3 times within 60 s of running", end.Reason);
    }

    [Fact]
    public void Waiting_between_restarts_does_not_count_as_running()
    {
        var tracker = new RestartTracker(OnFailure, () => 0.5);
        var restarts = 0;
        while (tracker.OnExit(success: false, AtOnce) is RestartDecision.Restart)
        {
            restarts++;
        }

        Assert.Equal(10, restarts);
    }

    [Fact]
    public void A_long_uptime_starts_the_backoff_and_the_count_over()
    {
        var tracker = new RestartTracker(OnFailure with { Max = 2 }, () => 0.5);
        tracker.OnExit(success: false, AtOnce);
        tracker.OnExit(success: false, AtOnce);
        var after = Assert.IsType<RestartDecision.Restart>(tracker.OnExit(success: false, TimeSpan.FromSeconds(60)));
        Assert.Equal(TimeSpan.FromMilliseconds(500), after.Delay);
        Assert.Equal(1, after.Attempt);
    }

    [Fact]
    public void Restarts_older_than_the_window_of_running_time_are_forgotten()
    {
        var tracker = new RestartTracker(OnFailure with { Max = 2, Window = TimeSpan.FromSeconds(10) }, () => 0.5);
        for (var i = 0; i < 20; i++)
        {
            Assert.IsType<RestartDecision.Restart>(tracker.OnExit(success: false, TimeSpan.FromSeconds(6)));
        }
    }

    [Fact]
    public void A_reset_forgets_everything()
    {
        var tracker = new RestartTracker(OnFailure with { Max = 1 }, () => 0.5);
        tracker.OnExit(success: false, AtOnce);
        tracker.Reset();
        Assert.Equal(500, Delay(tracker));
    }

    [Fact]
    public void With_no_restarts_allowed_the_first_failure_is_final() =>
        Assert.IsType<RestartDecision.GiveUp>(new RestartTracker(OnFailure with { Max = 0 }).OnExit(success: false, AtOnce));

    private static double Delay(RestartTracker tracker) =>
        Assert.IsType<RestartDecision.Restart>(tracker.OnExit(success: false, AtOnce)).Delay.TotalMilliseconds;
}
