using Drover.Supervision.Identity;
using Drover.Supervision.Spawn;
using Drover.TestKit;
using Microsoft.Extensions.Logging.Abstractions;
using Xunit;

namespace Drover.IntegrationTests.Supervision.Spawn;

/// <summary>What a daemon finds of the runs of the one before.</summary>
public sealed class Taking_up_a_run_again
{
    public static TheoryData<HolderKind> Holders => Command.Holders;

    [Theory]
    [MemberData(nameof(Holders))]
    public void Output_and_exit_code_wait_for_the_next_daemon(HolderKind kind)
    {
        using var command = Command.Start(kind, Command.Shell("echo one; echo two >&2; exit 5"));
        Forget(command);
        var next = RunAttachment.Open(command.Directory);
        using var run = next.Run;
        Assert.Equal(command.Run.HolderPid, run.HolderPid);
        Assert.Equal(command.Run.HolderStartTime, run.HolderStartTime);
        Assert.Equal("one\n", Command.ReadToEnd(run.OutRead));
        Assert.Equal("two\n", Command.ReadToEnd(run.ErrRead!));
        Assert.Equal(new StatusLine.Exited(5), command.End());
    }

    [Theory]
    [MemberData(nameof(Holders))]
    public void A_command_that_goes_on_gets_no_SIGPIPE_while_nobody_reads(HolderKind kind)
    {
        using var command = Command.Start(kind, Command.Shell("echo one; read -r line; echo two; exit 6") with { Stdin = new StdinMode.Hold() });
        Command.ReadUntil(command.Run.OutRead, "one\n");
        Forget(command);
        StdinWriter.Write(command.Directory, "go\n"u8, out _);
        Assert.Equal(new StatusLine.Exited(6), command.End());
        using var run = RunAttachment.Open(command.Directory).Run;
        Assert.Equal("two\n", Command.ReadToEnd(run.OutRead));
    }

    [Theory]
    [MemberData(nameof(Holders))]
    public void FIFOs_whose_paths_are_gone_are_borrowed_from_the_holder(HolderKind kind)
    {
        using var command = Command.Start(kind, Command.Shell("echo one; exit 0"));
        command.End();
        Forget(command);
        File.Delete(command.Directory.Out);
        File.Delete(command.Directory.Status);
        using var run = RunAttachment.Open(command.Directory).Run;
        Assert.Equal("one\n", Command.ReadToEnd(run.OutRead));
    }

    [Theory]
    [MemberData(nameof(Holders))]
    public void A_holder_is_released_even_when_its_directory_was_removed(HolderKind kind)
    {
        using var command = Command.Start(kind, Command.Shell("exit 0") with { Stdin = new StdinMode.Hold() });
        command.End();
        command.Directory.Delete();
        Assert.Equal(0, Holder.Release(command.Directory, command.Run.HolderPid));
        Assert.Equal("", Command.ReadToEnd(command.Run.StatusRead));
        Holder.Reap(command.Run.HolderPid);
        Assert.False(command.HolderLives);
    }

    [Fact]
    public void A_holder_whose_id_belongs_to_somebody_else_by_now_is_no_holder()
    {
        using var command = Command.Start(HolderKind.Native, Command.Shell("exit 0"));
        command.End();
        var record = RunRecord.Read(command.Directory)!;
        Assert.Equal(0, (record with { HolderPid = Environment.ProcessId }).Write(command.Directory));
        var next = RunAttachment.Open(command.Directory);
        next.Run.Dispose();
        Assert.Equal(0, next.Run.HolderPid);
        File.Delete(command.Directory.Out);
        Assert.Throws<FileNotFoundException>(() => RunAttachment.Open(command.Directory));
    }

    [Theory]
    [MemberData(nameof(Holders))]
    public void A_holder_whose_record_was_never_completed_is_known_by_its_status_line(HolderKind kind)
    {
        using var command = Command.Start(kind, Command.Shell("exit 0"));
        command.End();
        Assert.Equal(0, (RunRecord.Read(command.Directory)! with { HolderPid = 0 }).Write(command.Directory));
        File.WriteAllText(command.Directory.StatusFile, $"holder {command.Run.HolderPid}\n");
        using var run = RunAttachment.Open(command.Directory).Run;
        Assert.Equal(command.Run.HolderPid, run.HolderPid);
    }

    [Fact]
    public void The_record_holds_what_the_next_daemon_needs_and_nobody_else_may_read_it()
    {
        using var folder = new TempDir();
        var markers = new SpawnMarkers(Guid.NewGuid(), Guid.NewGuid(), 3, "{\"spec\":1}");
        var directory = RunDirectory.Create(folder["runs"], markers.RunId, withStdin: true);
        var spawner = new Spawner(Command.HolderOf(HolderKind.Native), NullLogger.Instance, new ManualTimeProvider(new DateTimeOffset(2030, 1, 2, 3, 4, 5, TimeSpan.Zero)));
        var run = Assert.IsType<SpawnResult.Spawned>(spawner.Spawn(Command.Shell("exit 0") with { Stdin = new StdinMode.Hold() }, directory, markers)).Run;
        var record = RunRecord.Read(RunDirectory.Find(folder["runs"], markers.RunId)!)!;
        Holder.Release(directory);
        Holder.Reap(run.HolderPid);
        run.Dispose();
        Assert.Equal((markers.SessionId, markers.RunId, 3, "{\"spec\":1}"), (record.SessionId, record.RunId, record.RunNumber, record.Payload));
        Assert.Equal((run.HolderPid, run.HolderStartTime, BootId.Current), (record.HolderPid, record.HolderStartTime, record.BootId));
        Assert.Equal(new DateTimeOffset(2030, 1, 2, 3, 4, 5, TimeSpan.Zero), record.StartedAt);
        Assert.Equal(["close", "err", "in", "out", "release", "status"], record.Inodes.Keys.Order(StringComparer.Ordinal));
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(directory.RecordFile));
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute, File.GetUnixFileMode(directory.Path));
        Assert.Equal([markers.RunId], RunDirectory.All(folder["runs"]).Select(d => d.RunId));
        directory.Delete();
        directory.Delete();
        Assert.Null(RunDirectory.Find(folder["runs"], markers.RunId));
    }

    [Theory]
    [MemberData(nameof(Holders))]
    public async Task A_holder_that_no_run_knows_is_found(HolderKind kind)
    {
        using var command = Command.Start(kind, Command.Shell("echo up; exec sleep 1000") with { Stdin = new StdinMode.Hold() });
        Command.ReadUntil(command.Run.OutRead, "up\n");
        var table = await new ProcessScanner().ScanAsync();
        var unknown = Assert.Single(UnknownHolders.Find(table, command.Folder["runs"], new HashSet<Guid>()));
        Assert.Equal((command.Directory.RunId, command.Run.HolderPid), (unknown.RunId, unknown.Holder.Pid));
        Assert.Equal([command.Pid], unknown.Processes);
        Assert.Equal("/bin/sh -c echo up; exec sleep 1000", unknown.Command);
        Assert.Empty(UnknownHolders.Find(table, command.Folder["runs"], new HashSet<Guid> { command.Directory.RunId }));
        Assert.Empty(UnknownHolders.Find(table, command.Folder["other"], new HashSet<Guid>()));
    }

    [Fact]
    public void The_exact_end_under_a_shell_holder_is_told_by_the_kernel_where_it_can()
    {
        using var exited = Command.Start(HolderKind.Sh, Command.Shell("read -r line; exit 143") with { Stdin = new StdinMode.Hold() });
        using var signaled = Command.Start(HolderKind.Sh, Command.Shell("read -r line; kill $$") with { Stdin = new StdinMode.Hold() });
        using var first = CommandPidfd.Open(exited.Pid);
        using var second = CommandPidfd.Open(signaled.Pid);
        Assert.SkipWhen(first is null, "The kernel has no pidfds.");
        StdinWriter.Write(exited.Directory, "\n"u8, out _);
        StdinWriter.Write(signaled.Directory, "\n"u8, out _);
        Assert.Equal(exited.End(), signaled.End());
        var known = first.Refine(exited.End());
        Assert.SkipWhen(known == exited.End(), "The kernel does not tell the end of a process that is gone.");
        Assert.Equal(new StatusLine.Exited(143), known);
        Assert.Equal(new StatusLine.Signaled(15), second!.Refine(signaled.End()));
    }

    private static void Forget(Command command)
    {
        command.Run.OutRead.Dispose();
        command.Run.ErrRead?.Dispose();
    }
}
