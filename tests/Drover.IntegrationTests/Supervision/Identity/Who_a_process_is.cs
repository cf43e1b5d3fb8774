using Drover.IntegrationTests.Supervision.Spawn;
using Drover.Supervision.Identity;
using Drover.Supervision.Posix;
using Drover.Supervision.Spawn;
using Drover.Supervision.Stopping;
using Drover.TestKit;
using Xunit;

namespace Drover.IntegrationTests.Supervision.Identity;

public sealed class Who_a_process_is
{
    [Fact]
    public void This_process_is_itself()
    {
        var self = ProcessIdentity.Of(Environment.ProcessId)!.Value;
        Assert.True(self.IsAlive);
        Assert.Equal(self, ProcessIdentity.Of(Environment.ProcessId));
    }

    [Fact]
    public void The_clock_of_boot_goes_with_what_the_system_says_of_starts()
    {
        var before = BootClock.System.Now;
        using var command = Command.Start(HolderKind.Native, Command.Shell("exec sleep 1000"));
        var process = ProcessIdentity.Of(command.Pid)!.Value; // Waits until the holder has told of it.
        var after = BootClock.System.Now;

        Assert.InRange(process.StartedAt, before - ProcessIdentity.Tick, after);
    }

    [Fact]
    public void The_same_number_with_another_start_or_of_another_boot_is_another_process_and_gets_no_signal()
    {
        using var command = Command.Start(HolderKind.Native, Command.Shell("exec sleep 1000"));
        var now = ProcessIdentity.Of(command.Pid)!.Value;
        var before = now with { StartTime = now.StartTime - 1 };
        var otherBoot = now with { BootId = Guid.NewGuid() };
        Assert.False(before.IsAlive);
        Assert.False(otherBoot.IsAlive);
        Assert.Null(SignalTarget.Open(before));
        Assert.Null(SignalTarget.Open(otherBoot));
        using var target = SignalTarget.Open(now);
        Assert.True(target!.IsAlive);
    }

    [Fact]
    public void A_run_whose_numbers_were_all_given_away_has_no_processes()
    {
        using var other = Command.Start(HolderKind.Native, Command.Shell("exec sleep 1000"));
        var stale = new RunMembership(Guid.NewGuid(), other.Run.HolderPid, other.Pid);
        Assert.Empty(ProcessTree.OfRun(ProcessTable.Read(), stale));
        Assert.False(ProcessIdentity.IsMarkedAlive(other.Pid, stale.RunId));
        Assert.True(ProcessIdentity.IsMarkedAlive(other.Pid, other.Directory.RunId));
    }

    [Fact]
    public void A_process_that_does_nothing_but_exec_is_known_at_every_moment()
    {
        using var folder = new TempDir();
        var script = folder.Write("again", "#!/bin/sh\nexec \"$0\"\n");
        File.SetUnixFileMode(script, UnixFileMode.UserRead | UnixFileMode.UserExecute);
        using var command = Command.Start(HolderKind.Native, Command.Of(script));
        var pid = command.Pid;

        var missed = Enumerable.Range(0, 20_000).Count(_ => !ProcessIdentity.IsMarkedAlive(pid, command.Directory.RunId));

        Assert.Equal(0, missed);
    }

    [Fact]
    public async Task A_zombie_is_not_alive()
    {
        using var command = Command.Start(HolderKind.Native, Command.Shell("exit 0"));
        command.End();
        var holder = new ProcessIdentity(command.Run.HolderPid, command.Run.HolderStartTime, BootId.Current);
        Assert.True(holder.IsAlive);
        Holder.Release(command.Directory);
        Assert.Equal("", Command.ReadToEnd(command.Run.StatusRead));
        // Not collected yet, and still not alive.
        await Patience.UntilAsync(() => !holder.IsAlive);
        Assert.Null(ProcessIdentity.Of(holder.Pid));
    }

    [Fact]
    public void A_scan_finds_a_run_with_its_figures()
    {
        using var command = Command.Start(HolderKind.Native, Command.Shell("i=0; while [ $i -lt 200000 ]; do i=$((i+1)); done; echo done; exec sleep 1000"));
        Command.ReadUntil(command.Run.OutRead, "done\n");
        var entry = ProcessTable.Read().Find(command.Pid)!;
        Assert.Equal((command.Run.HolderPid, command.Pid, command.Pid), (entry.ParentPid, entry.GroupId, entry.SessionId));
        Assert.True(entry.CpuTime > TimeSpan.Zero);
        Assert.InRange(entry.ResidentBytes, 100_000, 100_000_000);
        Assert.Equal(command.Directory.RunId, entry.RunId);
        Assert.Equal(entry.Identity, ProcessIdentity.Of(command.Pid));
    }

    [Fact]
    public void Signals_to_everybody_and_to_process_1_are_refused()
    {
        foreach (var id in new[] { 0, 1, -1 })
        {
            Assert.Equal(-Errno.EINVAL, Processes.Kill(id, 0));
        }
    }
}
