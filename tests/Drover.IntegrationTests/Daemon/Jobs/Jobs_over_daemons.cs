using Drover.Contracts.Jobs;
using Drover.TestKit;
using Xunit;

namespace Drover.IntegrationTests.Daemon.Jobs;

[Collection(nameof(Drover.IntegrationTests.Daemon.Sessions.Surviving_the_daemon))]
public sealed class Jobs_over_daemons(JobsDaemon daemon) : IClassFixture<JobsDaemon>
{
    [Fact]
    public async Task A_job_goes_on_over_a_restart_and_its_stream_is_taken_up_where_it_broke()
    {
        var gate = daemon.Work["gate"];
        using var stream = await daemon.RunAsync(JobsDaemon.Sh($"echo before; while ! [ -e {gate} ]; do sleep 0.01; done; echo after; exit 6"));
        var start = await stream.ExpectAsync("start");
        var (last, _) = await stream.ExpectAsync("stdout");
        stream.Dispose();

        await daemon.StartNextAsync();
        Assert.Equal(JobState.Running, (await daemon.GetAsync(start.Frame.JobId!)).State);
        using var next = await daemon.FollowAsync(start.Frame.JobId!, after: last);
        daemon.Work.Write("gate", "");
        var rest = await next.RestAsync();
        Assert.Equal(("after", 6, JobReason.Exited), (JobsDaemon.Text(rest), rest[^1].Frame.Code, rest[^1].Frame.Reason));
        Assert.Equal(["job.started", "job.adopted", "job.exited"], (await daemon.EventsAsync(start.Frame.JobId!)).Select(happened => happened.Type));
    }

    [Fact]
    public async Task What_ended_while_no_daemon_was_there_has_its_exit()
    {
        var start = await daemon.StartAsync(JobsDaemon.Sh($"while ! [ -e {daemon.Work["end"]} ]; do sleep 0.01; done; echo last words; exit 9"));
        var began = ProcessAssert.StartTime(start.Pid!.Value)!.Value;
        await daemon.StartNextAsync(() =>
        {
            daemon.Work.Write("end", "");
            SpinWait.SpinUntil(() => !ProcessAssert.IsAlive(start.Pid.Value, began), Patience.Max);
        });
        using var stream = await daemon.FollowAsync(start.JobId!);
        var frames = await stream.RestAsync();
        Assert.Equal((start.JobId, "last words", 9), (frames[0].Frame.JobId, JobsDaemon.Text(frames), frames[^1].Frame.Code));
    }

    [Fact]
    public async Task An_ended_job_reads_the_same_after_a_restart()
    {
        var before = await daemon.FramesAsync("echo a; echo b >&2; exit 2");
        var job = await daemon.GetAsync(before[0].Frame.JobId!);
        await daemon.StartNextAsync();
        using var stream = await daemon.FollowAsync(job.JobId);
        var after = await stream.RestAsync();
        Assert.Equal(before.Select(frame => (frame.Id, frame.Frame.Type, frame.Frame.Line, frame.Frame.DurationMs)), after.Select(frame => (frame.Id, frame.Frame.Type, frame.Frame.Line, frame.Frame.DurationMs)));
        // The store keeps microseconds.
        Assert.Equal(job with { Ports = [] }, (await daemon.GetAsync(job.JobId)) with { Ports = [], StartedAt = job.StartedAt });
        Assert.Equal(2, (await daemon.EventsAsync(job.JobId)).Count);
    }

    [Fact]
    public async Task The_time_of_a_job_goes_on_while_no_daemon_is_there()
    {
        var start = await daemon.StartAsync(new JobRequest { Cmd = "sleep 1000", Timeout = 0.5 });
        await daemon.StartNextAsync();
        var exit = await daemon.ExitAsync(start.JobId!);
        Assert.Equal((143, JobReason.Timeout), (exit.Code, exit.Reason));
    }

    [Fact]
    public async Task A_job_whose_row_was_lost_is_known_again()
    {
        var start = await daemon.StartAsync(JobsDaemon.Sh("echo here; exec sleep 1000"));
        await daemon.StartNextAsync(() =>
        {
            foreach (var file in Directory.EnumerateFiles(Path.Combine(daemon.Home, "state"), "drover.db*"))
            {
                File.Delete(file);
            }
        });
        var job = await daemon.GetAsync(start.JobId!);
        Assert.Equal((start.Pid, "echo here; exec sleep 1000"), (job.Pid, job.Cmd));
        await daemon.CancelAsync(start.JobId!);
        Assert.Equal(143, (await daemon.ExitAsync(start.JobId!)).Code);
    }

    [Fact]
    public async Task The_end_of_the_daemon_is_the_end_of_its_jobs_unless_they_are_kept()
    {
        var start = await daemon.StartAsync(JobsDaemon.Sh("sleep 1000"));
        var began = ProcessAssert.StartTime(start.Pid!.Value)!.Value;
        await daemon.Daemon.Daemon.StopAsync(keep: false);
        await ProcessAssert.IsGoneAsync(start.Pid.Value, began);
        await daemon.StartNextAsync();
        Assert.Equal(JobReason.Cancelled, (await daemon.ExitAsync(start.JobId!)).Reason);
    }
}
