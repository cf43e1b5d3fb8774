using Drover.Contracts.Tasks;
using Drover.TestKit;
using Xunit;

namespace Drover.IntegrationTests.Daemon.Tasks;

/// <summary>On a clock of the test's.</summary>
public sealed class When_nothing_comes : IAsyncLifetime
{
    private readonly ManualTimeProvider _time = new();
    private readonly TasksDaemon _daemon;

    public When_nothing_comes() => _daemon = new TasksDaemon { Time = _time };

    public async ValueTask InitializeAsync() => await _daemon.InitializeAsync();

    public async ValueTask DisposeAsync()
    {
        await _daemon.DisposeAsync();
    }

    [Fact]
    public async Task An_attempt_that_stalls_is_told()
    {
        var task = await _daemon.RunAsync("echo up; sleep 1000");
        await _daemon.EventAsync(task.Id, happened => happened.Message == "up");
        var stalled = _daemon.EventAsync(task.Id, "stalled");
        while (!stalled.IsCompleted)
        {
            _time.Advance(TimeSpan.FromMinutes(1));
            await Task.Yield();
        }

        Assert.Equal("Nothing has come of the attempt for 10 minutes", (await stalled).Message);
        await _daemon.ActAsync(task.Id, "stop");
    }

    [Fact]
    public async Task An_attempt_whose_time_is_over_is_warned_of_and_stopped()
    {
        var task = await _daemon.CreateAsync(new CreateTaskRequest { Runner = "shell", Command = "echo up; exec sleep 1000", BudgetMinutes = 5 });
        await _daemon.ActAsync(task.Id, "start");
        await _daemon.EventAsync(task.Id, happened => happened.Message == "up");
        var ended = _daemon.EndedAsync(task.Id);
        while (!ended.IsCompleted)
        {
            _time.Advance(TimeSpan.FromSeconds(30));
            await Task.Yield();
        }

        var stopped = await ended;
        Assert.Equal(TaskState.Stopped, stopped.Status);
        Assert.Contains("budget of 5 minutes", stopped.Reason, StringComparison.Ordinal);
        Assert.Contains(stopped.Events!, happened => TasksDaemon.Category(happened) == "budget");
    }
}
