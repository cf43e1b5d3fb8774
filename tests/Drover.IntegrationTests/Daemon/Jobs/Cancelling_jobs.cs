using Drover.Contracts.Errors;
using Drover.Contracts.Jobs;
using Drover.TestKit;
using Xunit;

namespace Drover.IntegrationTests.Daemon.Jobs;

public sealed class Cancelling_jobs(JobsDaemon daemon) : IClassFixture<JobsDaemon>
{
    [Fact]
    public async Task Cancelling_ends_the_command_and_what_it_started()
    {
        var start = await daemon.StartAsync(JobsDaemon.Sh("sleep 1000 & setsid sleep 1000 & sleep 1000"));
        var job = daemon.Daemon.Job(start.JobId!);
        var cancelled = await daemon.CancelAsync(start.JobId!);
        Assert.Equal((start.JobId, JobState.Cancelling), (cancelled.JobId, cancelled.State));
        var exit = await daemon.ExitAsync(start.JobId!);
        Assert.Equal((143, "SIGTERM", JobReason.Cancelled), (exit.Code, exit.Signal, exit.Reason));
        await ProcessAssert.NoneCarriesAsync("DROVER_SESSION_ID=" + job.Id);
    }

    [Fact]
    public async Task A_command_may_end_in_its_own_way()
    {
        using var stream = await daemon.RunAsync(JobsDaemon.Sh("trap 'echo bye; exit 5' TERM; echo ready; while :; do sleep 0.01; done"));
        var start = await stream.ExpectAsync("start");
        await stream.ExpectAsync("stdout");
        await daemon.CancelAsync(start.Frame.JobId!);
        var rest = await stream.RestAsync();
        Assert.Equal(("bye", 5, JobReason.Cancelled), (JobsDaemon.Text(rest), rest[^1].Frame.Code, rest[^1].Frame.Reason));
    }

    [Fact]
    public async Task What_ignores_TERM_is_killed_after_three_seconds_and_at_once_when_cancelled_again()
    {
        using var patient = await daemon.RunAsync(JobsDaemon.Sh("trap '' TERM; echo ready; while :; do sleep 0.01; done"));
        var start = await patient.ExpectAsync("start");
        await patient.ExpectAsync("stdout");
        await daemon.CancelAsync(start.Frame.JobId!);
        var exit = (await patient.RestAsync())[^1].Frame;
        Assert.Equal((137, "SIGKILL", JobReason.Cancelled), (exit.Code, exit.Signal, exit.Reason));
        Assert.True(exit.DurationMs >= 3000, $"{exit.DurationMs} ms");

        using var hurried = await daemon.RunAsync(JobsDaemon.Sh("trap '' TERM; echo ready; while :; do sleep 0.01; done"));
        start = await hurried.ExpectAsync("start");
        await hurried.ExpectAsync("stdout");
        await daemon.CancelAsync(start.Frame.JobId!);
        Assert.Equal(JobState.Cancelling, (await daemon.CancelAsync(start.Frame.JobId!)).State);
        Assert.Equal(137, (await hurried.RestAsync())[^1].Frame.Code);
    }

    [Fact]
    public async Task An_ended_job_and_an_unknown_one_cannot_be_cancelled()
    {
        var ended = (await daemon.FramesAsync("true"))[0].Frame.JobId!;
        Assert.Equal(ErrorCodes.JobEnded, (await daemon.RefusedAsync($"/api/shell/cancel/{ended}")).Code);
        Assert.Equal(ErrorCodes.JobNotFound, (await daemon.RefusedAsync("/api/shell/cancel/j_000000000000")).Code);
    }
}
