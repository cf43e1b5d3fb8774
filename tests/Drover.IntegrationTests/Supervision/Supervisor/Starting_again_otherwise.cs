using Drover.Supervision.Logs;
using Drover.Supervision.Restarts;
using Drover.Supervision.Stopping;
using Drover.Supervision.Supervisor;
using Drover.TestKit;
using Xunit;

namespace Drover.IntegrationTests.Supervision.Supervisor;

public sealed class Starting_again_otherwise : KernelTests
{
    [Fact]
    public async Task A_restart_with_another_plan_ends_the_old_run_by_the_old_plan_and_goes_on_by_the_new_one()
    {
        var process = await Kernel.RunAsync(Kernel.Shell("trap 'echo told to hang up; exit 0' HUP; echo old; while :; do sleep 0.01; done", stop: new StopPolicy(1, TimeSpan.FromHours(1))));
        await process.PrintsAsync("old");

        await process.RestartAsync(RunTrigger.Manual, plan: Kernel.Shell("echo new; exit 3", new RestartPolicy { Kind = RestartKind.OnFailure, Max = 1, Backoff = TimeSpan.Zero }));

        var ended = await process.BecomesAsync(ProcessState.Failed);
        Assert.Equal(["old", "told to hang up", "new", "new"], await process.LinesAsync(LogStream.Stdout));
        Assert.Equal((3, 1, 1), (ended.RunNumber, ended.Restarts.Manual, ended.Restarts.Crash));
    }

    [Fact]
    public async Task An_ended_process_that_is_held_is_starting_until_it_is_restarted()
    {
        var process = await Kernel.RunAsync(Kernel.Shell($"until [ -e {Folder["go"]} ]; do sleep 0.02; done; echo ran"));
        Assert.Equal(ControlResult.AlreadyRunning, await process.HoldAsync());
        Folder.Write("go", "");
        await process.BecomesAsync(ProcessState.Exited);

        Assert.Equal(ControlResult.Accepted, await process.HoldAsync());
        Assert.Equal((ProcessState.Starting, true, 1), (process.Snapshot.State, process.Snapshot.IsHeld, process.Snapshot.RunNumber));
        Assert.Equal(ControlResult.NotRunning, await process.SignalAsync(15));

        await process.RestartAsync(RunTrigger.Start);
        var ended = await process.BecomesAsync(ProcessState.Exited);
        Assert.Equal((2, 0), (ended.RunNumber, ended.Restarts.Total));
        Assert.Equal(["ran", "ran"], await process.LinesAsync(LogStream.Stdout));
    }

    [Fact]
    public async Task A_held_process_can_be_stopped_and_has_ended_then()
    {
        var process = await Kernel.RunAsync(Kernel.Shell("exit 4"));
        await process.BecomesAsync(ProcessState.Exited);
        await process.HoldAsync();

        var ticket = await process.StopAsync();
        await ticket.Stopped!.Patiently();

        Assert.Equal((ProcessState.Exited, true, 1), (process.Snapshot.State, process.Snapshot.StopWanted, process.Snapshot.RunNumber));
    }

    [Fact]
    public async Task A_held_process_is_held_for_the_next_daemon_too()
    {
        var process = await Kernel.RunAsync(Kernel.Shell("echo ran"));
        await process.BecomesAsync(ProcessState.Exited);
        await process.HoldAsync();

        await Kernel.DisposeAsync();
        await using var next = new Kernel(Folder.Path);
        var recovered = await next.RecoverAsync(process, Kernel.Shell("echo again"));

        Assert.True(recovered.Snapshot.IsHeld);
        Assert.Equal(ControlResult.Accepted, await recovered.StartAsync(RunTrigger.Start));
        await recovered.BecomesAsync(ProcessState.Exited);
        Assert.Equal(["ran", "again"], await recovered.LinesAsync(LogStream.Stdout));
    }
}
