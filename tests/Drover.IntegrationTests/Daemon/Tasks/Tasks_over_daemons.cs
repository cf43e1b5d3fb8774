using Drover.Contracts.Tasks;
using Xunit;

namespace Drover.IntegrationTests.Daemon.Tasks;

public sealed class Tasks_over_daemons(TasksDaemon daemon) : IClassFixture<TasksDaemon>
{
    [Fact]
    public async Task An_attempt_goes_on_over_a_restart_and_no_event_is_lost_or_doubled()
    {
        var task = await daemon.RunAsync("echo before; read line; echo after $line");
        await daemon.EventAsync(task.Id, happened => happened.Message == "before");
        var before = (await daemon.GetAsync(task.Id)).Events!;

        await daemon.RestartAsync();

        Assert.Equal(TaskState.Running, (await daemon.GetAsync(task.Id)).Status);
        await daemon.ActAsync(task.Id, "reply", """{"message":"words"}""");
        var ended = await daemon.EndedAsync(task.Id);
        Assert.True(ended.Status == TaskState.Completed, string.Join('\n', ended.Events!.Select(happened => $"{happened.Seq} {happened.Kind} {happened.Message}")));
        Assert.Equal(before.Select(happened => happened.Id), ended.Events!.Take(before.Count).Select(happened => happened.Id));
        Assert.Equal(ended.Events!.Select(happened => happened.Seq).Distinct().Count(), ended.Events!.Count);
        Assert.Single(ended.Events!, happened => happened.Message == "after words");
        Assert.Single(ended.Attempts);
    }

    [Fact]
    public async Task An_attempt_that_ends_while_no_daemon_runs_is_judged_by_the_next()
    {
        var task = await daemon.RunAsync("echo two >> a.txt; echo up; while [ ! -e go ]; do sleep 0.05; done; exit 4");
        await daemon.EventAsync(task.Id, happened => happened.Message == "up");
        var folder = (await daemon.GetAsync(task.Id)).WorktreePath!;
        await File.WriteAllTextAsync(Path.Combine(folder, "go"), "");
        await daemon.RestartAsync();
        var ended = await daemon.EndedAsync(task.Id);
        Assert.Equal(TaskState.Failed, ended.Status);
        Assert.NotNull(ended.DiffStat);
    }
}
