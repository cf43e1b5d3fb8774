using Drover.Daemon.Lifecycle;
using Drover.TestKit;
using Microsoft.Extensions.Logging.Abstractions;
using Xunit;

namespace Drover.UnitTests.Daemon.Lifecycle;

/// <summary>The order of start and stop, and the budgets.</summary>
public sealed class DaemonStepsTests
{
    private readonly List<string> _told = [];

    [Fact]
    public async Task Steps_stop_in_reverse_and_are_told_whether_to_keep()
    {
        var steps = Steps(TimeProvider.System, new Step("kernel", _told), new Step("sessions", _told));
        await steps.StartAsync(CancellationToken.None);
        await steps.StopAsync(keep: true, CancellationToken.None);
        Assert.Equal(["start kernel", "start sessions", "stop sessions keep", "stop kernel keep"], _told);
    }

    [Fact]
    public async Task A_step_that_fails_to_start_is_taken_down_and_later_ones_never_start()
    {
        var steps = Steps(TimeProvider.System, new Step("kernel", _told) { OnStart = () => throw new IOException("no") }, new Step("sessions", _told));
        await Assert.ThrowsAsync<IOException>(() => steps.StartAsync(CancellationToken.None));
        await steps.StopAsync(keep: false, CancellationToken.None);
        Assert.Equal(["start kernel", "stop kernel"], _told);
    }

    [Fact]
    public async Task A_step_that_does_not_stop_is_left_behind_when_its_budget_is_used_up()
    {
        var time = new ManualTimeProvider();
        var steps = Steps(time, new Step("kernel", _told), new Step("stuck", _told) { OnStop = _ => Task.Delay(Timeout.InfiniteTimeSpan, time, CancellationToken.None) });
        await steps.StartAsync(CancellationToken.None);
        var stop = steps.StopAsync(keep: false, CancellationToken.None);
        Assert.DoesNotContain("stop kernel", _told);
        time.Advance(Step.Budget + TimeSpan.FromSeconds(2));
        await stop.Patiently();
        Assert.Contains("stop kernel", _told);
    }

    [Fact]
    public async Task A_second_wish_to_stop_cuts_the_budget_to_nothing()
    {
        using var impatient = new CancellationTokenSource();
        var steps = Steps(new ManualTimeProvider(), new Step("slow", _told) { OnStop = hurry => Task.Delay(Timeout.InfiniteTimeSpan, hurry) });
        await steps.StartAsync(CancellationToken.None);
        var stop = steps.StopAsync(keep: false, impatient.Token);
        Assert.False(stop.IsCompleted);
        await impatient.CancelAsync();
        await stop.Patiently();
    }

    [Fact]
    public async Task A_step_that_fails_while_stopping_does_not_keep_the_others_up()
    {
        var steps = Steps(TimeProvider.System, new Step("kernel", _told), new Step("broken", _told) { OnStop = _ => throw new InvalidOperationException("no") });
        await steps.StartAsync(CancellationToken.None);
        await steps.StopAsync(keep: false, CancellationToken.None);
        Assert.Contains("stop kernel", _told);
    }

    [Fact]
    public void The_first_wish_to_stop_counts_and_the_second_makes_it_hurry()
    {
        using var lifetime = new DaemonLifetime();
        lifetime.RequestStop(keep: false);
        Assert.True(lifetime.IsStopping);
        Assert.False(lifetime.Impatient.IsCancellationRequested);
        lifetime.RequestStop(keep: true);
        Assert.True(lifetime.Impatient.IsCancellationRequested);
    }

    private static DaemonSteps Steps(TimeProvider time, params IDaemonStep[] steps) => new(steps, time, NullLogger<DaemonSteps>.Instance);

    private sealed class Step(string name, List<string> told) : IDaemonStep
    {
        public static readonly TimeSpan Budget = TimeSpan.FromSeconds(5);

        public Action OnStart { get; init; } = () => { };

        public Func<CancellationToken, Task> OnStop { get; init; } = _ => Task.CompletedTask;

        public string Name => name;

        public TimeSpan StopBudget => Budget;

        public Task StartAsync(CancellationToken cancellation)
        {
            told.Add($"start {name}");
            OnStart();
            return Task.CompletedTask;
        }

        public Task StopAsync(bool keep, CancellationToken cancellation)
        {
            told.Add($"stop {name}{(keep ? " keep" : "")}");
            return OnStop(cancellation);
        }
    }
}
