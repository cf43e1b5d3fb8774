using Drover.Supervision.Logs;
using Drover.Supervision.Restarts;
using Drover.Supervision.Spawn;
using Drover.Supervision.Stopping;
using Drover.Supervision.Supervisor;
using Drover.TestKit;
using Xunit;

namespace Drover.IntegrationTests.Supervision.Supervisor;

public sealed class Lifecycle_of_a_process : KernelTests
{
    [Fact]
    public async Task Output_and_exit_code_are_kept()
    {
        var process = await Kernel.RunAsync(Kernel.Shell("echo out; echo err >&2; printf tail; exit 7"));

        var ended = await process.BecomesAsync(ProcessState.Exited);

        Assert.Equal(new ProcessExit.Exited(7), ended.Exit);
        Assert.Equal(["out", "tail"], await process.LinesAsync(LogStream.Stdout));
        Assert.Equal(["err"], await process.LinesAsync(LogStream.Stderr));
        Assert.Contains(process.LinesNow(LogStream.System), line => line.StartsWith("exited 7 after ", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_signal_that_ends_it_is_told()
    {
        var process = await Kernel.RunAsync(Kernel.Shell("kill -9 $$"));

        var ended = await process.BecomesAsync(ProcessState.Exited);

        Assert.Equal(new ProcessExit.Signaled(9), ended.Exit);
    }

    [Fact]
    public async Task Stop_waits_for_grandchildren_in_sessions_of_their_own()
    {
        var process = await Kernel.RunAsync(Kernel.Shell("setsid sh -c 'trap \"\" TERM; echo ready; while :; do sleep 1; done' & wait"));
        await process.PrintsAsync("ready");
        var run = process.Snapshot.RunId;

        var ticket = await process.StopAsync(new StopPolicy(15, TimeSpan.FromMilliseconds(200)));
        var report = await ticket.Stopped!.Patiently();

        Assert.True(report.Clean);
        Assert.True(report.Killed);
        await ProcessAssert.NoneCarriesAsync(run.ToString());
        Assert.Equal(ProcessState.Exited, process.Snapshot.State);
    }

    [Fact]
    public async Task A_second_stop_during_the_grace_kills_at_once()
    {
        var process = await Kernel.RunAsync(Kernel.Shell("trap '' TERM; echo ready; while :; do sleep 1; done"));
        await process.PrintsAsync("ready");

        await process.StopAsync(new StopPolicy(15, TimeSpan.FromHours(1)));
        var ticket = await process.StopAsync();
        var report = await ticket.Stopped!.Patiently();

        Assert.True(report.Killed);
        await ProcessAssert.NoneCarriesAsync(process.Snapshot.RunId.ToString());
    }

    [Fact]
    public async Task A_restart_runs_the_next_only_when_the_last_is_gone()
    {
        var process = await Kernel.RunAsync(Kernel.Shell("echo up; exec sleep 1000"));
        await process.PrintsAsync("up");
        var first = process.Snapshot;
        IReadOnlyList<(int Pid, string Command)>? left = null;
        Kernel.At = (happened, _) =>
        {
            left = happened == ProcessEvent.RunStarting ? ProcessAssert.Carrying(first.RunId.ToString()) : left;
            return ValueTask.CompletedTask;
        };

        await process.RestartAsync(RunTrigger.Watch("server.js"));
        var second = await process.WaitUntilAsync(snapshot => snapshot is { RunNumber: 2, State: ProcessState.Running }, Patience.Token);

        Assert.DoesNotContain(left!, process => process.Pid != first.HolderPid);
        Assert.NotEqual(first.Pid, second.Pid);
        Assert.Equal(1, second.Restarts.Watch);
        Assert.Contains(process.LinesNow(LogStream.System), line => line.StartsWith("restarted: server.js changed", StringComparison.Ordinal));
        await StopAsync(process);
    }

    [Fact]
    public async Task A_file_change_never_revives_what_somebody_stopped()
    {
        var process = await Kernel.RunAsync(Kernel.Shell("exec sleep 1000"));
        await process.BecomesAsync(ProcessState.Running);
        await StopAsync(process);

        Assert.Equal(ControlResult.Ignored, await process.RestartAsync(RunTrigger.Watch("a")));
        Assert.Equal(ProcessState.Exited, process.Snapshot.State);
    }

    [Fact]
    public async Task A_crash_is_revived_by_a_file_change()
    {
        var process = await Kernel.RunAsync(Kernel.Shell("exit 3"));
        await process.BecomesAsync(ProcessState.Exited);

        Assert.Equal(ControlResult.Accepted, await process.RestartAsync(RunTrigger.Watch("a")));
        await process.WaitUntilAsync(snapshot => snapshot is { RunNumber: 2, State: ProcessState.Exited }, Patience.Token);
    }

    [Fact]
    public async Task A_file_saved_while_the_next_run_starts_triggers_one_more_run()
    {
        var process = await Kernel.RunAsync(Kernel.Shell("exec sleep 1000"));
        await process.BecomesAsync(ProcessState.Running);
        Task<ControlResult>? during = null;
        Kernel.At = (happened, snapshot) =>
        {
            if (happened == ProcessEvent.RunStarting && snapshot.RunNumber == 2)
            {
                during = process.RestartAsync(RunTrigger.Watch("b"));
            }

            return ValueTask.CompletedTask;
        };

        await process.RestartAsync(RunTrigger.Watch("a"));
        var third = await process.WaitUntilAsync(snapshot => snapshot is { RunNumber: 3, State: ProcessState.Running }, Patience.Token);

        Assert.Equal(ControlResult.Accepted, await during!);
        Assert.Equal(2, third.Restarts.Watch);
        await StopAsync(process);
    }

    [Fact]
    public async Task Failures_are_restarted_with_backoff_until_the_policy_gives_up()
    {
        var policy = new RestartPolicy
        {
            Kind = RestartKind.OnFailure,
            Max = 2,
            Window = TimeSpan.FromMinutes(1),
            Backoff = TimeSpan.FromMilliseconds(5),
            MaxBackoff = TimeSpan.FromMilliseconds(10),
        };
        var process = await Kernel.RunAsync(Kernel.Shell("exit 1", policy));

        var failed = await process.BecomesAsync(ProcessState.Failed);

        Assert.Equal(3, failed.RunNumber);
        Assert.Equal(2, failed.Restarts.Crash);
        Assert.Contains("exited 1", failed.Reason, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_grandchild_that_holds_the_output_keeps_it_open_after_the_exit()
    {
        var process = await Kernel.RunAsync(Kernel.Shell("(trap 'echo late; exit' USR1; echo ready; while :; do sleep 0.05; done) & exit 0"));

        var exited = await process.BecomesAsync(ProcessState.Exited);
        Assert.Equal(OutputState.Open, exited.Output);

        var members = await RunMembers.OfAsync(Kernel.Supervisor.Scanner, exited);
        foreach (var pid in members)
        {
            RunMembers.Signal(pid, 10);
        }

        Assert.Contains("late", await process.LinesAsync(LogStream.Stdout));
    }

    [Fact]
    public async Task A_program_that_cannot_run_is_failed_with_the_reason()
    {
        var plan = Kernel.Shell("") with { PrepareAsync = _ => ValueTask.FromResult<Launch>(new Launch.Refused("no such program")) };
        var process = await Kernel.RunAsync(plan);

        var failed = await process.BecomesAsync(ProcessState.Failed);

        Assert.Equal("could not be started: no such program", failed.Reason);
    }

    [Fact]
    public async Task Standard_input_is_held_open_written_and_closed()
    {
        var process = await Kernel.RunAsync(Kernel.Shell("while read -r line; do echo \"got $line\"; done; echo closed"));
        await process.BecomesAsync(ProcessState.Running);

        var written = await process.WriteAsync("hello\n"u8.ToArray());
        await process.PrintsAsync("got hello");
        await process.CloseInputAsync();

        Assert.Equal(6, written.Written);
        Assert.Equal(["got hello", "closed"], await process.LinesAsync(LogStream.Stdout));
    }

    private static async Task StopAsync(SupervisedProcess process)
    {
        var ticket = await process.StopAsync();
        await ticket.Stopped!.Patiently();
    }

    [Fact]
    public async Task A_terminal_is_captured_from_the_first_byte_to_the_last()
    {
        var process = await Kernel.RunAsync(Kernel.Shell("sleep 0.1; echo hello; seq 1 5000; exit 3", pty: new PtySize(80, 24)));

        var lines = await process.LinesAsync(LogStream.Stdout);

        Assert.Equal(new ProcessExit.Exited(3), process.Snapshot.Exit);
        Assert.Equal([.. Enumerable.Range(1, 5000).Select(i => $"{i}\r").Prepend("hello\r")], lines);
    }

    [Fact]
    public async Task A_stop_that_comes_before_a_failed_start_is_told_ends()
    {
        var script = Folder["no-interpreter"];
        await File.WriteAllTextAsync(script, "#!/does/not/exist\n");
        File.SetUnixFileMode(script, UnixFileMode.UserRead | UnixFileMode.UserExecute);
        var spec = new ProcessSpec { Program = script, Arguments = [], WorkingDirectory = "/", Environment = new Dictionary<string, string>() };
        SupervisedProcess? process = null;
        Task<StopTicket>? stop = null;
        Kernel.At = (happened, _) =>
        {
            // Queued while the start is handled, so it comes right behind the spawn.
            stop ??= happened == ProcessEvent.RunStarting ? process!.StopAsync() : null;
            return ValueTask.CompletedTask;
        };
        process = Kernel.Supervisor.Create(Guid.NewGuid(), Kernel.Shell("") with { PrepareAsync = _ => ValueTask.FromResult<Launch>(new Launch.Ready(spec)) }, Kernel);

        await process.StartAsync(RunTrigger.Start);
        var ticket = await stop!.Patiently();
        await (ticket.Stopped ?? Task.CompletedTask).Patiently();

        Assert.Equal(ProcessState.Failed, process.Snapshot.State);
    }

    [Fact]
    public async Task A_process_that_is_removed_leaves_no_holder_and_no_directory()
    {
        var process = await Kernel.RunAsync(Kernel.Shell("(exec sleep 1000) & exit 0"));
        var exited = await process.BecomesAsync(ProcessState.Exited);
        var members = await RunMembers.OfAsync(Kernel.Supervisor.Scanner, exited);
        var holder = ProcessAssert.StartTime(exited.HolderPid!.Value)!.Value;

        await Kernel.Supervisor.RemoveAsync(process);

        await ProcessAssert.IsGoneAsync(exited.HolderPid.Value, holder);
        await Kernel.DisposeAsync();
        Assert.Empty(Directory.EnumerateDirectories(Kernel.Supervisor.RunsRoot));
        foreach (var pid in members)
        {
            RunMembers.Signal(pid, 9);
        }
    }

    [Fact]
    public async Task A_restart_that_nobody_asked_for_never_revives_what_somebody_stopped()
    {
        var process = await Kernel.RunAsync(Kernel.Shell("exec sleep 1000"));
        await process.BecomesAsync(ProcessState.Running);
        await (await process.StopAsync()).Stopped!.Patiently();

        Assert.Equal(ControlResult.Ignored, await process.RestartAsync(RunTrigger.Crash("its probe failed")));
    }
}
