using Drover.Contracts.Sessions;
using Drover.Daemon.Features.Sessions.Readiness;
using Drover.Daemon.Features.Sessions.Waiting;
using Drover.Supervision.Supervisor;
using Xunit;

namespace Drover.UnitTests.Daemon.Sessions;

public sealed class JudgeTests
{
    private static readonly ProcessSnapshot Running = new() { State = ProcessState.Running, RunNumber = 1, Pid = 42 };
    private static readonly ProcessSnapshot Exited = new() { State = ProcessState.Exited, RunNumber = 1, Exit = new ProcessExit.Exited(1), Reason = "exited 1 after 240 ms" };

    [Fact]
    public void Without_a_probe_running_is_all_that_can_be_known_of_readiness() =>
        Assert.Equal(new WaitVerdict(WaitOutcome.Ready, "running as pid 42"), Look(WaitFor.Ready, Running));

    [Fact]
    public void With_a_probe_only_its_yes_of_this_run_counts()
    {
        Assert.Null(Look(WaitFor.Ready, Running, new HealthStatus(1, SessionHealth.Waiting)));
        Assert.Null(Look(WaitFor.Ready, Running with { RunNumber = 2 }, new HealthStatus(1, SessionHealth.Ready)));
        Assert.Equal(
            new WaitVerdict(WaitOutcome.Ready, "ready in 310 ms at http://localhost:5173"),
            Look(WaitFor.Ready, Running, new HealthStatus(1, SessionHealth.Ready, null, TimeSpan.FromMilliseconds(310), "http://localhost:5173")));
        Assert.Equal(new WaitVerdict(WaitOutcome.Failed, "not ready after 1 s"), Look(WaitFor.Ready, Running, new HealthStatus(1, SessionHealth.Unhealthy, "not ready after 1 s")));
    }

    [Theory]
    [InlineData(WaitFor.Ready)]
    [InlineData(WaitFor.Running)]
    [InlineData(WaitFor.Exit)]
    [InlineData(WaitFor.Output)]
    [InlineData(WaitFor.Quiet)]
    public void An_end_ends_every_wait(WaitFor waitFor) => Assert.Equal(new WaitVerdict(WaitOutcome.Exited, "exited 1 after 240 ms"), Look(waitFor, Exited));

    [Fact]
    public void The_end_of_the_old_run_is_not_taken_for_the_one_that_was_asked_for()
    {
        var judge = new Judge(WaitFor.Ready, firstRun: 2, hasReadyProbe: false);
        Assert.Null(judge.Look(Exited with { State = ProcessState.Stopping, Next = RunTrigger.Manual }, HealthStatus.None));
        Assert.NotNull(judge.Look(Running with { RunNumber = 2 }, HealthStatus.None));
        Assert.Equal(WaitOutcome.Exited, judge.Look(Exited with { StopWanted = true }, HealthStatus.None)?.Outcome);
    }

    [Fact]
    public void A_restart_under_way_is_waited_through_except_by_those_who_wait_for_the_end()
    {
        var restarting = Exited with { State = ProcessState.Stopping, Next = RunTrigger.Watch("x.js") };
        Assert.Null(Look(WaitFor.Ready, restarting));
        Assert.Null(Look(WaitFor.Output, restarting));
        Assert.Equal(WaitOutcome.Exited, Look(WaitFor.Exit, restarting)?.Outcome);
        Assert.Equal(WaitOutcome.Exited, Look(WaitFor.Exit, Running with { RunNumber = 2 })?.Outcome);
    }

    [Fact]
    public void A_stop_is_over_when_nothing_is_left_and_failures_are_called_so()
    {
        Assert.Null(Look(WaitFor.Exit, Exited with { State = ProcessState.Stopping }));
        Assert.Equal(WaitOutcome.Failed, Look(WaitFor.Exit, Exited with { State = ProcessState.Failed })?.Outcome);
        Assert.Equal(WaitOutcome.Failed, Look(WaitFor.Ready, Exited with { State = ProcessState.Lost, Exit = new ProcessExit.Lost("killed") })?.Outcome);
        Assert.Equal(WaitOutcome.Exited, Look(WaitFor.Ready, Exited with { State = ProcessState.Backoff })?.Outcome);
    }

    private static WaitVerdict? Look(WaitFor waitFor, ProcessSnapshot process, HealthStatus? health = null) =>
        new Judge(waitFor, firstRun: 1, hasReadyProbe: health is not null).Look(process, health ?? HealthStatus.None);
}
