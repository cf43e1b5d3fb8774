using System.Net;
using System.Text;
using Drover.Contracts.Errors;
using Drover.Contracts.Jobs;
using Drover.Contracts.Json;
using Drover.TestKit;
using Xunit;

namespace Drover.IntegrationTests.Daemon.Jobs;

public sealed class Running_commands(JobsDaemon daemon) : IClassFixture<JobsDaemon>
{
    [Fact]
    public async Task A_command_streams_its_start_its_lines_and_its_exit()
    {
        var frames = await daemon.FramesAsync("echo out; echo err >&2; sleep 0.01; echo 'ü \"x\" \\ \t'; exit 3");
        var start = frames[0];
        Assert.Equal((0, "start", "echo out; echo err >&2; sleep 0.01; echo 'ü \"x\" \\ \t'; exit 3"), (start.Id, start.Frame.Type, start.Frame.Cmd));
        Assert.True(start.Frame.Pid > 0);
        Assert.StartsWith("j_", start.Frame.JobId, StringComparison.Ordinal);
        Assert.Equal("out|ü \"x\" \\ \t", JobsDaemon.Text(frames));
        Assert.Equal("err", JobsDaemon.Text(frames, "stderr"));
        var exit = frames[^1].Frame;
        Assert.Equal(("exit", 3, null, JobReason.Exited, false), (exit.Type, exit.Code, exit.Signal, exit.Reason, exit.Truncated));
        Assert.Equal(frames.Select(frame => frame.Id).Order().Distinct(), frames.Select(frame => frame.Id));
    }

    [Fact]
    public async Task An_exit_frame_says_that_no_signal_was_the_cause()
    {
        using var stream = await daemon.RunAsync(JobsDaemon.Sh("true"));
        var text = await stream.Response.Content.ReadAsStringAsync(Patience.Token);
        Assert.Contains("data: {\"type\":\"exit\",\"code\":0,\"signal\":null,\"reason\":\"exited\",\"duration_ms\":", text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_code_of_a_command_that_a_signal_ended_is_128_and_the_signal()
    {
        var exit = (await daemon.FramesAsync("kill -9 $$"))[^1].Frame;
        Assert.Equal((137, "SIGKILL", JobReason.Exited), (exit.Code, exit.Signal, exit.Reason));
    }

    [Fact]
    public async Task A_command_that_the_shell_cannot_find_ends_with_127()
    {
        var frames = await daemon.FramesAsync("no-such-program-anywhere");
        Assert.Equal(127, frames[^1].Frame.Code);
        Assert.Contains("not found", JobsDaemon.Text(frames, "stderr"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_command_that_cannot_be_started_is_a_stream_with_code_127()
    {
        var frames = await daemon.FramesAsync(": " + new string('x', 200_000));
        Assert.Equal(["start", "exit"], frames.Select(frame => frame.Frame.Type));
        Assert.Equal((127, JobReason.FailedToStart), (frames[^1].Frame.Code, frames[^1].Frame.Reason));
        Assert.Contains("more than the system takes", frames[^1].Frame.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task It_runs_in_its_folder_with_its_variables_and_reads_what_it_is_given()
    {
        daemon.Work.Folder("sub");
        var input = new string('i', 300_000);
        var frames = await daemon.FramesAsync(new JobRequest
        {
            Cmd = "pwd; echo $A-$B; wc -c; echo $DROVER_TOKEN",
            Cwd = "sub",
            Env = new Dictionary<string, string> { ["A"] = "1", ["B"] = "two words" },
            Stdin = input,
        });
        Assert.Equal($"{daemon.Work["sub"]}|1-two words|300000|", JobsDaemon.Text(frames));
        Assert.Empty(Directory.EnumerateFiles(Path.Combine(daemon.Home, "state", "inputs")));
    }

    [Fact]
    public async Task Without_input_it_reads_the_end_at_once()
    {
        Assert.Equal("0", JobsDaemon.Text(await daemon.FramesAsync("wc -c")).Trim());
    }

    [Fact]
    public async Task Output_without_a_newline_and_bytes_that_are_no_text_can_be_had_exactly()
    {
        var frames = await daemon.FramesAsync("""printf 'a\377b\0c\nlast'""");
        Assert.Equal("a\uFFFDb\0c", frames[1].Frame.Line);
        Assert.Equal([(byte)'a', 0xFF, (byte)'b', 0, (byte)'c', (byte)'\n'], frames[1].Frame.Raw);
        Assert.Equal(("last", "last"), (frames[2].Frame.Line, Encoding.UTF8.GetString(frames[2].Frame.Raw!)));
    }

    [Fact]
    public async Task A_line_longer_than_64_KiB_comes_in_pieces()
    {
        var frames = await daemon.FramesAsync("head -c 200000 /dev/zero | tr '\\0' x; echo; echo end");
        var pieces = frames.Where(frame => frame.Frame.Type == "stdout").Select(frame => frame.Frame).ToList();
        Assert.Equal(200_003, pieces.Sum(piece => piece.Line!.Length));
        Assert.Equal([true, true, true, null, null], pieces.Select(piece => piece.Continued));
        Assert.All(pieces, piece => Assert.Null(piece.Raw));
    }

    [Fact]
    public async Task A_timeout_ends_the_job_and_everything_it_started()
    {
        var frames = await daemon.FramesAsync(new JobRequest { Cmd = "echo $$; (trap '' TERM; echo child; sleep 1000) & sleep 1000", Timeout = 0.3 });
        var exit = frames[^1].Frame;
        Assert.Equal((143, "SIGTERM", JobReason.Timeout), (exit.Code, exit.Signal, exit.Reason));
        await ProcessAssert.NoneCarriesAsync("DROVER_SESSION_ID=" + daemon.Daemon.Job(frames[0].Frame.JobId!).Id);
    }

    [Fact]
    public async Task A_command_that_puts_something_into_the_background_ends_when_it_ends_itself()
    {
        var frames = await daemon.FramesAsync("setsid sh -c 'while :; do echo late; sleep 0.2; done' & echo done");
        Assert.Equal((0, JobReason.Exited), (frames[^1].Frame.Code, frames[^1].Frame.Reason));
        Assert.Contains("done", JobsDaemon.Text(frames), StringComparison.Ordinal);

        // It goes on, and its log with it; whoever follows the job again gets the same end.
        var job = daemon.Daemon.Job(frames[0].Frame.JobId!);
        var seen = job.Log.NextSequence;
        await job.Log.WaitForMoreAsync(seen, Patience.Token);
        using var again = await daemon.FollowAsync(job.Name);
        Assert.Equal(frames.Select(frame => frame.Id), (await again.RestAsync()).Select(frame => frame.Id));
        foreach (var (pid, _) in ProcessAssert.Carrying("DROVER_SESSION_ID=" + job.Id))
        {
            System.Diagnostics.Process.GetProcessById(pid).Kill();
        }
    }

    [Fact]
    public async Task A_caller_that_goes_away_leaves_the_job_running()
    {
        var start = await daemon.StartAsync(JobsDaemon.Sh($"while ! [ -e {daemon.Work["go"]} ]; do sleep 0.01; done; echo went on"));
        daemon.Work.Write("go", "");
        using var stream = await daemon.FollowAsync(start.JobId!);
        var frames = await stream.RestAsync();
        Assert.Equal(("went on", 0), (JobsDaemon.Text(frames), frames[^1].Frame.Code));
    }

    [Fact]
    public async Task A_caller_that_goes_away_cancels_the_job_when_it_said_so()
    {
        var start = await daemon.StartAsync(new JobRequest { Cmd = "sleep 1000", OnDisconnect = DisconnectPolicy.Cancel });
        var exit = await daemon.ExitAsync(start.JobId!);
        Assert.Equal((143, JobReason.Cancelled), (exit.Code, exit.Reason));
    }

    [Fact]
    public async Task A_stream_is_taken_up_in_the_middle_without_a_line_lost_or_doubled()
    {
        using var first = await daemon.RunAsync(JobsDaemon.Sh($"for i in 1 2 3 4 5; do echo $i; done; while ! [ -e {daemon.Work["more"]} ]; do sleep 0.01; done; echo 6 >&2; echo 7"));
        var start = await first.ExpectAsync("start");
        await first.ExpectAsync("stdout");
        var (second, _) = await first.ExpectAsync("stdout");
        first.Dispose();

        using var next = await daemon.FollowAsync(start.Frame.JobId!, after: second);
        Assert.Equal("3", (await next.ExpectAsync("stdout")).Frame.Line);
        daemon.Work.Write("more", "");
        var rest = await next.RestAsync();
        Assert.Equal("4|5|7", JobsDaemon.Text(rest));
        Assert.Equal("6", JobsDaemon.Text(rest, "stderr"));
        using var nothing = await daemon.FollowAsync(start.Frame.JobId!, after: rest[^1].Id);
        Assert.Equal(HttpStatusCode.NoContent, nothing.Response.StatusCode);
    }

    [Fact]
    public async Task A_quiet_job_is_listed_and_can_be_looked_at()
    {
        var start = await daemon.StartAsync(JobsDaemon.Sh("sleep 1000"));
        var listed = await daemon.GetAsync("/api/shell/jobs", DroverJson.Default.IReadOnlyListJob);
        var job = Assert.Single(listed, job => job.JobId == start.JobId);
        Assert.Equal((JobState.Running, "sleep 1000", ".", daemon.Work.Path, start.Pid), (job.State, job.Cmd, job.Cwd, job.Workspace, job.Pid));
        Assert.Null(job.ExitCode);
        await daemon.CancelAsync(start.JobId!);
        await daemon.ExitAsync(start.JobId!);
        Assert.DoesNotContain(await daemon.GetAsync("/api/shell/jobs", DroverJson.Default.IReadOnlyListJob), other => other.JobId == start.JobId);
        var ended = Assert.Single(await daemon.GetAsync(daemon.In("/api/shell/jobs") + "&state=all", DroverJson.Default.IReadOnlyListJob), other => other.JobId == start.JobId);
        Assert.Equal((JobState.Exited, JobReason.Cancelled, 143), (ended.State, ended.Reason, ended.ExitCode));
        Assert.Equal(ended.JobId, (await daemon.GetAsync(start.JobId![..10])).JobId);
    }

    [Fact]
    public async Task The_log_of_a_job_is_read_as_that_of_a_session()
    {
        var frames = await daemon.FramesAsync("seq 1 20; echo problem >&2");
        var job = frames[0].Frame.JobId!;
        var page = await daemon.GetAsync($"/api/shell/jobs/{job}/logs?stream=stdout&limit=3", DroverJson.Default.LogPage);
        Assert.Equal(["18", "19", "20"], page.Entries.Select(entry => entry.Line));
        Assert.Equal(job, page.SessionId);
        Assert.Equal("problem\n", await daemon.Client.GetStringAsync($"/api/shell/jobs/{job}/logs?stream=stderr&format=raw"));
        Assert.Contains("exited 0", await daemon.Client.GetStringAsync($"/api/shell/jobs/{job}/logs?stream=system&format=text&follow=1"), StringComparison.Ordinal);
        Assert.Equal(ErrorCodes.RequestInvalidValue, (await TestDaemon.ProblemAsync(await daemon.Client.GetAsync($"/api/shell/jobs/{job}/logs?stream=x"))).Code);
    }

    [Fact]
    public async Task The_life_of_a_job_is_told_as_events_and_metrics()
    {
        var start = await daemon.StartAsync(JobsDaemon.Sh("sleep 1000"));
        await daemon.CancelAsync(start.JobId!);
        await daemon.ExitAsync(start.JobId!);
        var events = await daemon.EventsAsync(start.JobId!);
        Assert.Equal(["job.started", "job.cancelling", "job.exited"], events.Select(happened => happened.Type));
        Assert.Equal(143, events[^1].ExitCode);
        Assert.Contains("drover_jobs{state=\"exited\"}", await daemon.Client.GetStringAsync("/metrics"), StringComparison.Ordinal);
    }
}
