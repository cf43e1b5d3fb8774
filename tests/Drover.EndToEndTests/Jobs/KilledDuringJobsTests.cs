using Drover.Contracts.Client;
using Drover.Contracts.Jobs;
using Drover.TestKit;
using Xunit;

namespace Drover.EndToEndTests.Jobs;

/// <summary>The daemon is killed with -9 while jobs run, end and print; the next one has every line and every exit code.</summary>
public sealed class KilledDuringJobsTests : IAsyncLifetime
{
    private readonly DroverHome _home = new();
    private readonly TempDir _folder = new();

    public async ValueTask InitializeAsync() => (await _home.RunAsync("ls")).Succeeded();

    public async ValueTask DisposeAsync()
    {
        await _home.DisposeAsync();
        _folder.Dispose();
    }

    [Fact]
    public async Task Drover_run_goes_on_over_it()
    {
        await using var run = _home.Start("run", "-c", $"i=0; while [ $i -lt 2000 ]; do echo $i; i=$((i+1)); done; echo ready; while ! [ -e {_folder["go"]} ]; do sleep 0.01; done; echo after; exit 9");
        await run.LineAsync("ready");
        await _home.KillDaemonAsync();
        (await _home.RunAsync("ls")).Succeeded();
        _folder.Write("go", "");
        var end = await run.EndAsync();
        Assert.Equal(9, end.ExitCode);
        Assert.Equal([.. Enumerable.Range(0, 2000).Select(i => $"{i}"), "ready", "after"], end.Output.Split('\n', StringSplitOptions.RemoveEmptyEntries));
    }

    [Fact]
    public async Task Twenty_jobs_lose_no_line_and_no_exit_code()
    {
        var jobs = new List<string>();
        for (var i = 0; i < 20; i++)
        {
            jobs.Add(await StartAsync($"for n in $(seq 1 300); do echo {i}-$n; done; while ! [ -e {_folder[$"go-{i % 2}"]} ]; do sleep 0.01; done; echo end; exit {i}"));
        }

        // Half of them end while nobody is there.
        var daemon = await _home.DaemonAsync();
        _folder.Write("go-0", "");
        await DroverHome.KillAsync(daemon);
        (await _home.RunAsync("ls")).Succeeded();
        _folder.Write("go-1", "");

        for (var i = 0; i < 20; i++)
        {
            var frames = await FramesAsync(jobs[i]);
            Assert.Equal((i, JobReason.Exited), (frames[^1].Code, frames[^1].Reason));
            Assert.Equal([.. Enumerable.Range(1, 300).Select(n => $"{i}-{n}"), "end"], frames.Where(frame => frame.Type == "stdout").Select(frame => frame.Line));
        }
    }

    [Fact]
    public async Task A_job_that_was_being_cancelled_or_had_run_too_long_still_ends()
    {
        var cancelled = await StartAsync("trap '' TERM; echo up; while :; do sleep 0.05; done");
        var late = await StartAsync("sleep 1000", timeout: 1);
        await Patience.UntilAsync(async () => (await _home.Client.JobsAsync(null, ended: false, Patience.Token)).Value.Value.Any(job => job.JobId == cancelled && job.Pid is not null));
        Assert.True((await _home.Client.CancelJobAsync(cancelled, Patience.Token)).IsSuccess);
        await _home.KillDaemonAsync();
        (await _home.RunAsync("ls")).Succeeded();

        Assert.Equal(JobReason.Cancelled, (await FramesAsync(cancelled))[^1].Reason);
        var exit = (await FramesAsync(late))[^1];
        Assert.Equal((143, JobReason.Timeout), (exit.Code, exit.Reason));
    }

    private async Task<string> StartAsync(string cmd, double? timeout = null)
    {
        var opened = await _home.Client.RunJobAsync(_folder.Path, new JobRequest { Cmd = cmd, Timeout = timeout }, Patience.Token);
        using var stream = opened.Value;
        return (await ReadAsync(stream, most: 1))[0].JobId!;
    }

    private async Task<List<JobFrame>> FramesAsync(string job)
    {
        using var stream = (await _home.Client.FollowJobAsync(job, after: null, Patience.Token)).Value;
        return await ReadAsync(stream, int.MaxValue);
    }

    private static async Task<List<JobFrame>> ReadAsync(LineStream stream, int most)
    {
        var reader = new JobFrameReader();
        var frames = new List<JobFrame>();
        while (frames.Count < most && await stream.MoveNextAsync(Patience.Token))
        {
            if (reader.Take(stream.Current).Value is { } frame)
            {
                frames.Add(frame);
            }
        }

        return frames;
    }
}
