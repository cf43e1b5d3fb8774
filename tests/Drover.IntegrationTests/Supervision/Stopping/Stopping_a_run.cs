using Drover.IntegrationTests.Supervision.Spawn;
using Drover.Supervision.Identity;
using Drover.Supervision.Posix;
using Drover.Supervision.Spawn;
using Drover.Supervision.Stopping;
using Drover.TestKit;
using Microsoft.Extensions.Logging.Abstractions;
using Xunit;

namespace Drover.IntegrationTests.Supervision.Stopping;

public sealed class Stopping_a_run
{
    private static readonly StopPolicy Patient = new(SignalNames.Term, TimeSpan.FromHours(1));

    private readonly Terminator _terminator = new(new ProcessScanner(), TimeProvider.System, NullLogger.Instance);

    public static TheoryData<HolderKind> Holders => Command.Holders;

    [Theory]
    [MemberData(nameof(Holders))]
    public async Task A_command_that_heeds_the_signal_ends_without_a_kill(HolderKind kind)
    {
        using var command = Command.Start(kind, Command.Shell("exec sleep 1000"));
        var report = await StopAsync(MembershipOf(command), Patient);
        Assert.True(report.Clean);
        Assert.False(report.Killed);
        Assert.Equal(new StatusLine.Signaled(15, kind == HolderKind.Sh), command.End());
        Assert.True(command.HolderLives);
    }

    [Fact]
    public async Task A_stop_goes_on_when_processes_could_not_be_looked_at_for_a_while()
    {
        using var command = Command.Start(HolderKind.Native, Command.Shell("exec sleep 1000"));
        var failures = 2;
        var scanner = new ProcessScanner(() => failures-- > 0 ? throw new IOException("no descriptor is left") : ProcessTable.Read());
        var report = await new Terminator(scanner, TimeProvider.System, NullLogger.Instance).StopAsync(MembershipOf(command), Patient, TestContext.Current.CancellationToken).Patiently();
        Assert.True(report.Clean);
        Assert.Equal(new StatusLine.Signaled(15, false), command.End());
    }

    [Fact]
    public async Task A_stop_is_answered_as_unclean_when_processes_can_never_be_looked_at()
    {
        using var command = Command.Start(HolderKind.Native, Command.Shell("exec sleep 1000"));
        var scanner = new ProcessScanner(() => throw new IOException("no descriptor is left"));
        var stop = new Terminator(scanner, TimeProvider.System, NullLogger.Instance).StopAsync(MembershipOf(command), new StopPolicy(SignalNames.Term, TimeSpan.Zero), TestContext.Current.CancellationToken);
        var report = await stop.Patiently();
        Assert.False(report.Clean);
        Assert.Equal([command.Pid], report.Left.Select(left => left.Pid));
        Assert.True((await StopAsync(MembershipOf(command), Patient)).Clean);
    }

    [Theory]
    [MemberData(nameof(Holders))]
    public async Task Nothing_is_left_of_children_that_left_the_session_or_lost_their_parents(HolderKind kind)
    {
        using var command = Command.Start(kind, Command.Shell(
            "setsid sleep 1001 & (setsid sh -c 'sleep 1002 & sleep 1003 & wait' &) ; (sleep 1004 &) ; (trap '' HUP; sleep 1005 &); sleep 1006 & echo up; wait"));
        Command.ReadUntil(command.Run.OutRead, "up\n");
        await Patience.UntilAsync(() => Marked(command).Count == 9);
        var report = await StopAsync(MembershipOf(command), Patient);
        Assert.True(report.Clean);
        Assert.Equal([command.Run.HolderPid], Marked(command));
    }

    [Fact]
    public async Task Children_that_cleared_their_environment_and_left_the_session_are_found_by_descent()
    {
        using var command = Command.Start(HolderKind.Native, Command.Shell("(env -i setsid sleep 1010 &); echo up; exec sleep 1011"));
        Command.ReadUntil(command.Run.OutRead, "up\n");
        ProcessEntry? hidden = null;
        await Patience.UntilAsync(() => (hidden = ProcessTable.Read().ChildrenOf(command.Run.HolderPid).FirstOrDefault(p => p.Command is "sleep 1010")) is not null);
        Assert.Null(hidden!.RunId);
        Assert.NotEqual(command.Pid, hidden.SessionId);
        Assert.True((await StopAsync(MembershipOf(command), Patient)).Clean);
        Assert.False(hidden.Identity.IsAlive);
    }

    [Theory]
    [MemberData(nameof(Holders))]
    public async Task What_ignores_the_signal_is_killed_after_the_grace(HolderKind kind)
    {
        using var command = Command.Start(kind, Command.Shell("trap '' TERM; echo up; while :; do sleep 1; done"));
        Command.ReadUntil(command.Run.OutRead, "up\n");
        var report = await StopAsync(MembershipOf(command), new StopPolicy(SignalNames.Term, TimeSpan.FromMilliseconds(30)));
        Assert.True(report.Clean);
        Assert.True(report.Killed);
        Assert.Equal(new StatusLine.Signaled(9, kind == HolderKind.Sh), command.End());
    }

    [Theory]
    [MemberData(nameof(Holders))]
    public async Task The_grace_goes_on_for_a_child_that_outlives_its_command(HolderKind kind)
    {
        using var command = Command.Start(kind, Command.Shell("(trap '' TERM; echo up; while :; do sleep 1; done) & exec sleep 1000"));
        Command.ReadUntil(command.Run.OutRead, "up\n");
        var clock = new ManualTimeProvider();
        var stop = new Terminator(new ProcessScanner(), clock, NullLogger.Instance).StopAsync(MembershipOf(command), Patient, TestContext.Current.CancellationToken);
        command.End();
        await Patience.UntilAsync(() => clock.PendingTimers > 0);
        Assert.False(stop.IsCompleted);
        clock.Advance(Patient.Grace);
        var report = await stop.Patiently();
        Assert.True(report.Clean);
        Assert.True(report.Killed);
        Assert.Equal(new StatusLine.Signaled(15, kind == HolderKind.Sh), command.End());
        Assert.Equal([command.Run.HolderPid], Marked(command));
    }

    [Theory]
    [MemberData(nameof(Holders))]
    public async Task A_second_stop_during_the_grace_kills_at_once(HolderKind kind)
    {
        using var command = Command.Start(kind, Command.Shell("trap 'echo asked' TERM; echo up; while :; do sleep 0.01; done"));
        Command.ReadUntil(command.Run.OutRead, "up\n");
        using var killNow = new CancellationTokenSource();
        var stop = StopAsync(MembershipOf(command), Patient, killNow);
        Command.ReadUntil(command.Run.OutRead, "asked\n");
        await killNow.CancelAsync();
        var report = await stop;
        Assert.True(report.Clean);
        Assert.True(report.Killed);
    }

    [Theory]
    [MemberData(nameof(Holders))]
    public async Task A_program_gets_the_signal_once(HolderKind kind)
    {
        using var command = Command.Start(kind, Command.Shell("n=0; trap 'n=$((n+1)); echo asked' TERM; echo up; while [ $n = 0 ]; do sleep 0.01; done; sleep 0.1; echo $n"));
        Command.ReadUntil(command.Run.OutRead, "up\n");
        Assert.True((await StopAsync(MembershipOf(command), Patient)).Clean);
        Assert.Equal("asked\n1\n", command.Output());
    }

    [Theory]
    [MemberData(nameof(Holders))]
    public async Task A_stopped_process_wakes_up_to_heed_the_signal(HolderKind kind)
    {
        using var command = Command.Start(kind, Command.Shell("trap 'echo bye; exit 3' TERM; echo up; while :; do sleep 0.01; done"));
        Command.ReadUntil(command.Run.OutRead, "up\n");
        Assert.Equal(0, Processes.Kill(-command.Pid, 19));
        var report = await StopAsync(MembershipOf(command), Patient);
        Assert.False(report.Killed);
        Assert.Equal("bye\n", command.Output());
        Assert.Equal(new StatusLine.Exited(3), command.End());
    }

    [Theory]
    [MemberData(nameof(Holders))]
    public async Task Processes_that_fork_while_they_are_killed_are_all_caught(HolderKind kind)
    {
        using var command = Command.Start(kind, Command.Shell("trap '' TERM; for n in 1 2 3; do (trap '' TERM; while :; do (sleep 0.005; sleep 0.005) & sleep 0.003; done) & done; echo up; wait"));
        Command.ReadUntil(command.Run.OutRead, "up\n");
        var report = await StopAsync(MembershipOf(command), new StopPolicy(SignalNames.Term, TimeSpan.FromMilliseconds(50)));
        Assert.True(report.Clean);
        Assert.Equal([command.Run.HolderPid], Marked(command));
    }

    [Theory]
    [MemberData(nameof(Holders))]
    public async Task An_orphan_is_stopped_after_its_holder_was_killed(HolderKind kind)
    {
        using var command = Command.Start(kind, Command.Shell("exec sleep 1000"));
        var membership = MembershipOf(command);
        Assert.Equal(0, Processes.Kill(command.Run.HolderPid, 9));
        Assert.True(SpinWait.SpinUntil(() => !command.HolderLives, Patience.Max));
        Assert.Equal("", Command.ReadToEnd(command.Run.StatusRead));
        Assert.True((await StopAsync(membership, Patient)).Clean);
        Assert.Empty(Marked(command).Except([command.Run.HolderPid]));
    }

    [Theory]
    [MemberData(nameof(Holders))]
    public async Task A_run_that_has_ended_is_stopped_already(HolderKind kind)
    {
        using var command = Command.Start(kind, Command.Shell("exit 0"));
        command.End();
        Assert.Equal(new { Clean = true, Killed = false }, Short(await StopAsync(MembershipOf(command), Patient)));
        Assert.Equal(Errno.ESRCH, await _terminator.SignalAsync(MembershipOf(command), 1).Patiently());
    }

    [Theory]
    [MemberData(nameof(Holders))]
    public async Task A_raw_signal_goes_to_the_group_of_the_command(HolderKind kind)
    {
        using var command = Command.Start(kind, Command.Shell("trap 'echo got; exit 4' HUP; echo up; while :; do sleep 0.01; done"));
        Command.ReadUntil(command.Run.OutRead, "up\n");
        Assert.Equal(0, await _terminator.SignalAsync(MembershipOf(command), 1).Patiently());
        Assert.Equal(new StatusLine.Exited(4), command.End());
    }

    private Task<StopReport> StopAsync(RunMembership run, StopPolicy policy, CancellationTokenSource? killNow = null) =>
        _terminator.StopAsync(run, policy, killNow?.Token ?? TestContext.Current.CancellationToken).Patiently();

    private static RunMembership MembershipOf(Command command) => new(command.Directory.RunId, command.Run.HolderPid, command.Pid);

    private static List<int> Marked(Command command) =>
        [.. ProcessAssert.Carrying($"DROVER_RUN_ID={command.Directory.RunId:D}").Select(p => p.Pid).Order()];

    private static object Short(StopReport report) => new { report.Clean, report.Killed };
}
