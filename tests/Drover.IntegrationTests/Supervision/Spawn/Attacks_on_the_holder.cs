using Drover.Supervision.Identity;
using Drover.Supervision.Posix;
using Drover.Supervision.Spawn;
using Drover.TestKit;
using Xunit;

namespace Drover.IntegrationTests.Supervision.Spawn;

/// <summary>The holder has to outlive everything but KILL, at every stage, and tell the truth afterwards.</summary>
public sealed class Attacks_on_the_holder
{
    private const int Rounds = 100;

    private static readonly int[] Catchable = [1, 2, 3, 4, 5, 6, 7, 8, 10, 11, 12, 13, 14, 15, 16, 20, 21, 22, 24, 25, 29, 31];

    public static TheoryData<HolderKind> Holders => Command.Holders;

    [Theory]
    [MemberData(nameof(Holders))]
    public void Twenty_two_signals_while_the_command_runs_and_after_it_ended_change_nothing(HolderKind kind)
    {
        using var command = Command.Start(kind, Command.Shell("read -r line; exit 7") with { Stdin = new StdinMode.Hold() });
        _ = command.Pid;
        Bombard(command);
        StdinWriter.Write(command.Directory, "go\n"u8, out var errno);
        Assert.Equal(0, errno);
        Assert.Equal(new StatusLine.Exited(7), command.End());
        Bombard(command);
        Assert.True(command.HolderLives);
        Assert.Equal(0, Holder.Release(command.Directory));
        Assert.Equal("", Command.ReadToEnd(command.Run.StatusRead));
    }

    [Theory]
    [MemberData(nameof(Holders))]
    public void Signals_to_the_holder_at_any_moment_of_a_short_life_lose_no_exit_code(HolderKind kind)
    {
        for (var round = 0; round < Rounds; round++)
        {
            using var command = Command.Start(kind, Command.Shell("exit 7"));
            var end = Task.Run(command.End, TestContext.Current.CancellationToken);
            while (!end.IsCompleted)
            {
                // The native holder only: a shell has its traps set when it has told its id, a millisecond after its birth.
                if (kind == HolderKind.Native || command.HasToldHolder)
                {
                    Assert.Equal(0, Processes.Kill(command.Run.HolderPid, Catchable[round % Catchable.Length]));
                }
            }

            Assert.Equal(new StatusLine.Exited(7), command.End());
            Assert.True(command.HolderLives);
        }
    }

    [Theory]
    [MemberData(nameof(Holders))]
    public void Term_within_three_milliseconds_of_the_start_is_told_as_what_it_was(HolderKind kind)
    {
        for (var round = 0; round < Rounds; round++)
        {
            using var command = Command.Start(kind, Command.Shell("exec sleep 1000"));
            var pid = command.Pid;
            Spin(TimeSpan.FromMicroseconds(30 * round));
            Assert.Equal(0, Processes.Kill(-pid, 15));
            Assert.Equal(new StatusLine.Signaled(15, kind == HolderKind.Sh), command.End());
        }
    }

    [Theory]
    [MemberData(nameof(Holders))]
    public void A_kill_of_the_commands_group_leaves_the_holder_to_tell(HolderKind kind)
    {
        for (var round = 0; round < Rounds; round++)
        {
            using var command = Command.Start(kind, Command.Shell("sleep 1000 & sleep 1000"));
            Assert.Equal(0, Processes.Kill(-command.Pid, 9));
            Assert.Equal(new StatusLine.Signaled(9, kind == HolderKind.Sh), command.End());
            Assert.True(command.HolderLives);
        }
    }

    [Theory]
    [MemberData(nameof(Holders))]
    public void A_killed_holder_ends_the_status_and_leaves_the_command_alone(HolderKind kind)
    {
        using var command = Command.Start(kind, Command.Shell("read -r line; echo $line") with { Stdin = new StdinMode.Hold() });
        var pid = command.Pid;
        Assert.True(ProcStat.TryRead(pid, out var stat));
        Assert.Equal(0, Processes.Kill(command.Run.HolderPid, 9));
        Assert.True(SpinWait.SpinUntil(() => !command.HolderLives, Patience.Max));
        Assert.Equal("", Command.ReadToEnd(command.Run.StatusRead));
        // The holder was what kept stdin open; the command reads its end, and still writes what it likes.
        Assert.Equal("\n", command.Output());
        Assert.True(stat.StartTime > 0);
    }

    [Theory]
    [MemberData(nameof(Holders))]
    public async Task A_holder_killed_at_any_moment_of_its_start_leaves_nothing_that_waits_for_it(HolderKind kind)
    {
        for (var round = 0; round < Rounds; round++)
        {
            using var command = Command.Start(kind, Command.Of("/bin/cat") with { Stdin = new StdinMode.Hold() });
            Spin(TimeSpan.FromMicroseconds(100 * round));
            Assert.Equal(0, Processes.Kill(command.Run.HolderPid, 9));
            await Patience.UntilAsync(() => !command.HolderLives);
            await ProcessAssert.NoneCarriesAsync($"DROVER_RUN_ID={command.Directory.RunId:D}");
        }
    }

    [Fact]
    public async Task Orphans_of_the_command_are_collected_by_the_native_holder()
    {
        using var command = Command.Start(HolderKind.Native, Command.Shell("for n in 1 2 3 4 5; do (sleep 0.01 &); done; echo up; exec sleep 1000"));
        Command.ReadUntil(command.Run.OutRead, "up\n");
        var pid = command.Pid;
        await Patience.UntilAsync(() => ProcessTable.Read().ChildrenOf(command.Run.HolderPid).All(child => child.Pid == pid));
    }

    private static void Bombard(Command command)
    {
        foreach (var signal in Catchable)
        {
            for (var n = 0; n < 5; n++)
            {
                Assert.Equal(0, Processes.Kill(command.Run.HolderPid, signal));
            }
        }

        Assert.True(command.HolderLives);
    }

    private static void Spin(TimeSpan time)
    {
        var start = TimeProvider.System.GetTimestamp();
        while (TimeProvider.System.GetElapsedTime(start) < time)
        {
        }
    }
}
