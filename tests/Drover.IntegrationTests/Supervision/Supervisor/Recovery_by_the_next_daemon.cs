using Drover.Supervision.Identity;
using Drover.Supervision.Logs;
using Drover.Supervision.Restarts;
using Drover.Supervision.Spawn;
using Drover.Supervision.Stopping;
using Drover.Supervision.Supervisor;
using Drover.TestKit;
using Xunit;

namespace Drover.IntegrationTests.Supervision.Supervisor;

public sealed class Recovery_by_the_next_daemon : KernelTests
{
    [Fact]
    public async Task A_running_process_keeps_its_pid_and_every_byte()
    {
        var plan = Kernel.Shell("i=0; while [ $i -lt 20000 ]; do echo line $i; i=$((i+1)); done; exit 5");
        var process = await Kernel.RunAsync(plan);
        await process.PrintsAsync("line 100");
        var before = await process.WaitUntilAsync(snapshot => snapshot.Pid is not null, Patience.Token);
        await Kernel.DisposeAsync();

        await using var second = new Kernel(Folder.Path);
        var adopted = await second.RecoverAsync(process, plan);
        var ended = await adopted.BecomesAsync(ProcessState.Exited);

        Assert.Equal(before.Pid, ended.Pid);
        Assert.Equal(new ProcessExit.Exited(5), ended.Exit);
        Assert.Equal(Enumerable.Range(0, 20_000).Select(i => $"line {i}"), await adopted.LinesAsync(LogStream.Stdout));
    }

    [Fact]
    public async Task A_run_that_cannot_be_opened_yet_is_not_lost()
    {
        var marker = Folder["go"];
        var plan = Kernel.Shell($"echo up; until [ -e {marker} ]; do sleep 0.02; done; echo bye; exit 9");
        var process = await Kernel.RunAsync(plan);
        await process.PrintsAsync("up");
        await process.BecomesAsync(ProcessState.Running);
        await Kernel.DisposeAsync();
        var output = RunDirectory.Find(Kernel.Supervisor.RunsRoot, process.Snapshot.RunId)!.Out;
        File.Move(output, output + ".kept");
        File.CreateSymbolicLink(output, output); // A path that leads in a circle cannot be opened, whoever asks.

        await using var second = new Kernel(Folder.Path);
        var untaken = await second.RecoverAsync(process, plan);
        Assert.Equal(ProcessState.Running, untaken.Snapshot.State);
        Assert.StartsWith("it cannot be taken up again yet: ", untaken.Snapshot.Reason);
        await Assert.ThrowsAsync<RunUnavailableException>(() => untaken.RestartAsync(RunTrigger.Manual));
        Assert.Equal(ProcessState.Running, untaken.Snapshot.State);

        await File.WriteAllTextAsync(marker, "");
        File.Delete(output);
        File.Move(output + ".kept", output);
        var ended = await untaken.BecomesAsync(ProcessState.Exited);

        Assert.Equal(new ProcessExit.Exited(9), ended.Exit);
        Assert.Equal(["up", "bye"], await untaken.LinesAsync(LogStream.Stdout));
    }

    [Fact]
    public async Task A_run_that_cannot_be_opened_can_be_stopped_all_the_same()
    {
        var plan = Kernel.Shell("trap '' TERM; sleep 1000 & echo up; wait", stop: new StopPolicy(15, TimeSpan.Zero));
        var process = await Kernel.RunAsync(plan);
        await process.PrintsAsync("up");
        await process.BecomesAsync(ProcessState.Running);
        await Kernel.DisposeAsync();
        var directory = RunDirectory.Find(Kernel.Supervisor.RunsRoot, process.Snapshot.RunId)!;
        File.Delete(directory.Out);
        File.CreateSymbolicLink(directory.Out, directory.Out);

        await using var second = new Kernel(Folder.Path);
        var untaken = await second.RecoverAsync(process, plan);
        var report = await (await untaken.StopAsync()).Stopped!.Patiently();

        Assert.True(report.Clean);
        Assert.Equal(ProcessState.Exited, untaken.Snapshot.State);
        Assert.IsType<ProcessExit.Lost>(untaken.Snapshot.Exit);
        await ProcessAssert.NoneCarriesAsync($"DROVER_RUN_ID={directory.RunId:D}");
        Assert.False(Directory.Exists(directory.Path));
    }

    [Fact]
    public async Task A_terminal_goes_on_being_captured()
    {
        Assert.SkipUnless(Kernel.Supervisor.SelfTest.TerminalsSurvive, "This system hands over no terminals.");
        var plan = Kernel.Shell("stty -echo; echo up; read -r line; echo \"got $line\"; exit 4", pty: new PtySize(80, 24));
        var process = await Kernel.RunAsync(plan);
        await process.PrintsAsync("up\r");
        await process.BecomesAsync(ProcessState.Running);
        await Kernel.DisposeAsync();

        await using var second = new Kernel(Folder.Path);
        var adopted = await second.RecoverAsync(process, plan);
        Assert.Equal(6, (await adopted.WriteAsync("again\n"u8.ToArray())).Written);

        Assert.Equal(["up\r", "got again\r"], await adopted.LinesAsync(LogStream.Stdout));
        Assert.Equal(new ProcessExit.Exited(4), adopted.Snapshot.Exit);
    }

    [Fact]
    public async Task An_exit_while_no_daemon_was_there_is_known_afterwards()
    {
        var marker = Folder["go"];
        var plan = Kernel.Shell($"echo up; until [ -e {marker} ]; do sleep 0.02; done; echo bye; exit 9");
        var process = await Kernel.RunAsync(plan);
        await process.PrintsAsync("up");
        await process.BecomesAsync(ProcessState.Running);
        var pid = process.Snapshot.Pid!.Value;
        var start = ProcessAssert.StartTime(pid)!.Value;
        await Kernel.DisposeAsync();

        await File.WriteAllTextAsync(marker, "");
        await ProcessAssert.IsGoneAsync(pid, start);
        await using var second = new Kernel(Folder.Path);
        var adopted = await second.RecoverAsync(process, plan);
        var ended = await adopted.BecomesAsync(ProcessState.Exited);

        Assert.Equal(new ProcessExit.Exited(9), ended.Exit);
        Assert.Equal(["up", "bye"], await adopted.LinesAsync(LogStream.Stdout));
    }

    [Fact]
    public async Task A_stop_that_was_under_way_is_finished()
    {
        var plan = Kernel.Shell("trap '' TERM; echo up; while :; do sleep 1; done", stop: new StopPolicy(15, TimeSpan.FromMilliseconds(50)));
        var process = await Kernel.RunAsync(plan);
        await process.PrintsAsync("up");
        await process.StopAsync(new StopPolicy(15, TimeSpan.FromHours(1)));
        var during = process.Snapshot;
        Assert.Equal(ProcessState.Stopping, during.State);
        await Kernel.DisposeAsync();

        await using var second = new Kernel(Folder.Path);
        var adopted = await second.RecoverAsync(process.Id, during, plan);
        await adopted.BecomesAsync(ProcessState.Exited);

        await ProcessAssert.NoneCarriesAsync(during.RunId.ToString());
    }

    [Fact]
    public async Task A_restart_that_was_under_way_is_finished()
    {
        var plan = Kernel.Shell("trap '' TERM; echo up; while :; do sleep 1; done", stop: new StopPolicy(15, TimeSpan.FromMilliseconds(50)));
        var process = await Kernel.RunAsync(plan);
        await process.PrintsAsync("up");
        await process.RestartAsync(RunTrigger.Manual, new StopPolicy(15, TimeSpan.FromHours(1)));
        var during = process.Snapshot;
        await Kernel.DisposeAsync();

        await using var second = new Kernel(Folder.Path);
        var adopted = await second.RecoverAsync(process.Id, during, plan);
        var next = await adopted.WaitUntilAsync(snapshot => snapshot is { RunNumber: 2, State: ProcessState.Running }, Patience.Token);

        Assert.Equal(RunTriggerKind.Manual, next.Trigger.Kind);
        await ProcessAssert.NoneCarriesAsync(during.RunId.ToString());
        var ticket = await adopted.StopAsync();
        await ticket.Stopped!.Patiently();
    }

    [Fact]
    public async Task A_crash_while_no_daemon_was_there_is_restarted_by_policy()
    {
        var marker = Folder["go"];
        var policy = new RestartPolicy { Kind = RestartKind.OnFailure, Backoff = TimeSpan.FromMilliseconds(5) };
        var plan = Kernel.Shell($"echo up; if [ -e {marker}.2 ]; then exec sleep 1000; fi; until [ -e {marker} ]; do sleep 0.02; done; touch {marker}.2; exit 1", policy);
        var process = await Kernel.RunAsync(plan);
        await process.PrintsAsync("up");
        await process.BecomesAsync(ProcessState.Running);
        var pid = process.Snapshot.Pid!.Value;
        var start = ProcessAssert.StartTime(pid)!.Value;
        await Kernel.DisposeAsync();

        await File.WriteAllTextAsync(marker, "");
        await ProcessAssert.IsGoneAsync(pid, start);
        await using var second = new Kernel(Folder.Path);
        var adopted = await second.RecoverAsync(process, plan);
        var next = await adopted.WaitUntilAsync(snapshot => snapshot is { RunNumber: 2, State: ProcessState.Running }, Patience.Token);

        Assert.Equal(1, next.Restarts.Crash);
        var ticket = await adopted.StopAsync();
        await ticket.Stopped!.Patiently();
    }

    [Fact]
    public async Task A_start_that_the_daemon_did_not_survive_is_made_again()
    {
        var plan = Kernel.Shell("exit 0");
        var snapshot = new ProcessSnapshot { State = ProcessState.Starting, RunNumber = 1, RunId = Guid.NewGuid() };

        var adopted = await Kernel.RecoverAsync(Guid.NewGuid(), snapshot, plan);
        var ended = await adopted.BecomesAsync(ProcessState.Exited);

        Assert.Equal(2, ended.RunNumber);
        Assert.Contains(adopted.LinesNow(LogStream.System), line => line.Contains("started now", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_run_that_was_being_finished_while_the_next_began_leaves_nothing_behind()
    {
        var plan = Kernel.Shell("exec sleep 1000");
        var process = await Kernel.RunAsync(plan);
        var ended = await process.BecomesAsync(ProcessState.Running);
        await Kernel.DisposeAsync();
        RunMembers.Signal(ended.Pid!.Value, 9);
        var directory = Assert.Single(Directory.EnumerateDirectories(Kernel.Supervisor.RunsRoot));

        // What the capture had stored when the daemon died between the end of this run and the start of the next.
        await File.AppendAllTextAsync(Path.Combine(directory, "status.log"), "signaled 9\n");

        await using var second = new Kernel(Folder.Path);
        await second.RecoverAsync(process.Id, ended with { State = ProcessState.Exited, Exit = new ProcessExit.Signaled(9), RunNumber = 2, RunId = Guid.NewGuid() }, plan);
        second.Supervisor.FinishLeftovers();

        Assert.Empty(Directory.EnumerateDirectories(Kernel.Supervisor.RunsRoot));
        await Patience.UntilAsync(() => ProcessIdentity.Of(ended.HolderPid!.Value) is null, "the holder is gone");
    }

    [Fact]
    public async Task A_holder_that_was_killed_makes_the_exit_lost_but_not_the_process()
    {
        var plan = Kernel.Shell("echo up; exec sleep 1000");
        var process = await Kernel.RunAsync(plan);
        await process.PrintsAsync("up");
        var running = await process.BecomesAsync(ProcessState.Running);

        RunMembers.Signal(running.HolderPid!.Value, 9);
        var told = await process.WaitUntilAsync(snapshot => snapshot.Reason is not null, Patience.Token);
        Assert.Equal(ProcessState.Running, told.State);
        Assert.Contains("holder was killed", told.Reason, StringComparison.Ordinal);

        RunMembers.Signal(running.Pid!.Value, 9);
        var lost = await process.BecomesAsync(ProcessState.Lost);
        Assert.IsType<ProcessExit.Lost>(lost.Exit);
    }
}
