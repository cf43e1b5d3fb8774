using Drover.Daemon.Processes;
using Drover.Supervision.Identity;
using Drover.Supervision.Supervisor;
using Drover.TestKit;
using Xunit;

namespace Drover.UnitTests.Daemon.Sessions;

public sealed class RunClockTests
{
    private readonly ManualTimeProvider _wall = new();
    private readonly SleepyClock _boot = new();

    [Fact]
    public void A_run_grows_older_while_the_machine_sleeps_as_every_process_does()
    {
        var clock = new RunClock(_wall, _boot);
        clock.Begin(Run(pid: null));

        // No other clock moves: timers and timestamps stand still in sleep.
        _boot.Sleep(TimeSpan.FromHours(8));

        Assert.Equal(TimeSpan.FromHours(8), clock.AgeOf(Run(pid: null)));
        Assert.Equal(SleepyClock.Start, clock.BeganAt(Run(pid: null)));
    }

    [Fact]
    public void An_adopted_run_began_when_the_system_says_that_its_process_did()
    {
        var pid = Environment.ProcessId;

        Assert.Equal(ProcessIdentity.Of(pid)!.Value.StartedAt, new RunClock(_wall, _boot).BeganAt(Run(pid)));
    }

    [Fact]
    public void Of_an_ended_run_there_is_only_what_was_written_down_and_no_age_is_negative()
    {
        var clock = new RunClock(_wall, _boot);
        var run = Run(pid: null);
        _wall.Advance(TimeSpan.FromMinutes(5));

        Assert.Equal(TimeSpan.FromMinutes(5), clock.AgeOf(run));
        Assert.Equal(TimeSpan.Zero, new RunClock(_wall, _boot).AgeOf(run with { StartedAt = _wall.GetUtcNow().AddHours(1) }));
        Assert.Equal(TimeSpan.Zero, new RunClock(_wall, _boot).AgeOf(run with { StartedAt = null }));
    }

    private ProcessSnapshot Run(int? pid) => new() { State = ProcessState.Running, RunNumber = 1, StartedAt = _wall.GetUtcNow(), Pid = pid };

    private sealed class SleepyClock : BootClock
    {
        private TimeSpan _now = Start;

        public static TimeSpan Start { get; } = TimeSpan.FromDays(1);

        public override TimeSpan Now => _now;

        public void Sleep(TimeSpan by) => _now += by;
    }
}
