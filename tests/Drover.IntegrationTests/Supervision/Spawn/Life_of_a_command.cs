using System.Globalization;
using Drover.Supervision.Identity;
using Drover.Supervision.Posix;
using Drover.Supervision.Spawn;
using Microsoft.Extensions.Logging.Abstractions;
using Xunit;

namespace Drover.IntegrationTests.Supervision.Spawn;

public sealed class Life_of_a_command
{
    public static TheoryData<HolderKind> Holders => Command.Holders;

    [Theory]
    [MemberData(nameof(Holders))]
    public void Exit_codes_are_told_as_they_are(HolderKind kind)
    {
        foreach (var code in new[] { 0, 1, 2, 3, 42, 126, 127, 128, 193, 255 })
        {
            using var command = Command.Start(kind, Command.Shell($"exit {code}"));
            Assert.Equal(new StatusLine.Exited(code), command.End());
        }
    }

    [Fact]
    public void The_native_holder_tells_every_exit_code_from_every_signal()
    {
        for (var code = 0; code < 256; code++)
        {
            using var command = Command.Start(HolderKind.Native, Command.Shell($"exit {code}"));
            Assert.Equal(new StatusLine.Exited(code), command.End());
        }
    }

    [Theory]
    [MemberData(nameof(Holders))]
    public void Every_deadly_signal_is_told(HolderKind kind)
    {
        foreach (var signal in new[] { 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 24, 25, 26, 27, 29, 30, 31, 34, 40, 64 })
        {
            using var command = Command.Start(kind, Command.Shell($"kill -{signal} $$"));
            Assert.Equal(new StatusLine.Signaled(signal, Approximate: kind == HolderKind.Sh), command.End());
        }
    }

    [Theory]
    [MemberData(nameof(Holders))]
    public void Both_streams_arrive_and_end_with_the_command(HolderKind kind)
    {
        using var command = Command.Start(kind, Command.Shell("echo out; echo err >&2"));
        Assert.Equal("out\n", command.Output());
        Assert.Equal("err\n", command.Errors());
        Assert.Equal(new StatusLine.Exited(0), command.End());
        Assert.True(command.HolderLives);
    }

    [Theory]
    [MemberData(nameof(Holders))]
    public void Merged_streams_keep_their_order(HolderKind kind)
    {
        var line = string.Concat(Enumerable.Range(0, 50).Select(n => $"echo {2 * n}; echo {(2 * n) + 1} >&2;"));
        using var command = Command.Start(kind, Command.Shell(line) with { MergeStderr = true });
        Assert.Null(command.Run.ErrRead);
        Assert.Equal(string.Concat(Enumerable.Range(0, 100).Select(n => $"{n}\n")), command.Output());
    }

    [Theory]
    [MemberData(nameof(Holders))]
    public void The_holder_ends_only_when_it_is_released(HolderKind kind)
    {
        using var command = Command.Start(kind, Command.Shell("exit 5"));
        Assert.Equal(new StatusLine.Exited(5), command.End());
        Assert.True(command.HolderLives);
        Assert.Equal(0, Holder.Release(command.Directory));
        Assert.Equal("", Command.ReadToEnd(command.Run.StatusRead));
        Holder.Reap(command.Run.HolderPid);
        Assert.False(command.HolderLives);
    }

    [Theory]
    [MemberData(nameof(Holders))]
    public void A_release_that_comes_too_early_does_not_end_a_command(HolderKind kind)
    {
        using var command = Command.Start(kind, Command.Shell("read -r line; echo $line; exit 6") with { Stdin = new StdinMode.Hold() });
        _ = command.Pid;
        Assert.Equal(1 + 2, Writes(command, "hi\n"));
        Assert.Equal(new StatusLine.Exited(6), command.End());
        Assert.Equal("hi\n", command.Output());
    }

    [Theory]
    [MemberData(nameof(Holders))]
    public void A_program_that_vanished_is_told_before_anything_starts(HolderKind kind)
    {
        using var folder = new TestKit.TempDir();
        var directory = RunDirectory.Create(folder["runs"], Guid.NewGuid(), withStdin: false);
        var spawner = new Spawner(Command.HolderOf(kind), NullLogger.Instance);
        var failed = Assert.IsType<SpawnResult.SpawnFailed>(spawner.Spawn(Command.Of("/nonexistent/program"), directory, new SpawnMarkers(Guid.NewGuid(), directory.RunId)));
        Assert.Equal(Errno.ENOENT, failed.Errno);
        Assert.Contains("/nonexistent/program", failed.Message, StringComparison.Ordinal);
        failed = Assert.IsType<SpawnResult.SpawnFailed>(
            spawner.Spawn(Command.Shell("true") with { WorkingDirectory = folder["gone"] }, directory, new SpawnMarkers(Guid.NewGuid(), directory.RunId)));
        Assert.Contains(folder["gone"], failed.Message, StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(Holders))]
    public void A_program_that_cannot_be_executed_fails_with_its_error_number(HolderKind kind)
    {
        using var folder = new TestKit.TempDir();
        using (var command = Command.Start(kind, Command.Of(folder.Write("plain", "#!/bin/sh\n"))))
        {
            Assert.Equal(new StatusLine.Failed(Errno.EACCES), command.End());
        }

        var lost = folder.Write("lost", "#!/nonexistent/interpreter\n");
        File.SetUnixFileMode(lost, UnixFileMode.UserRead | UnixFileMode.UserExecute);
        using (var command = Command.Start(kind, Command.Of(lost)))
        {
            Assert.Equal(new StatusLine.Failed(Errno.ENOENT), command.End());
        }
    }

    [Theory]
    [MemberData(nameof(Holders))]
    public void A_script_without_an_interpreter_line_is_run_by_the_shell(HolderKind kind)
    {
        using var folder = new TestKit.TempDir();
        var script = folder.Write("script", "echo \"$1\"\n");
        File.SetUnixFileMode(script, UnixFileMode.UserRead | UnixFileMode.UserExecute);
        using var command = Command.Start(kind, Command.Of(script, "a b"));
        Assert.Equal("a b\n", command.Output());
    }

    [Theory]
    [MemberData(nameof(Holders))]
    public void A_program_named_like_a_shell_builtin_is_run_and_not_the_builtin(HolderKind kind)
    {
        using var folder = new TestKit.TempDir();
        foreach (var name in new[] { "echo", "test", "exit", "exec", "cd", "true", "kill", "read", ":" })
        {
            var program = folder.Write(name, "#!/bin/sh\nprintf '%s|' ours \"$@\"\n");
            File.SetUnixFileMode(program, UnixFileMode.UserRead | UnixFileMode.UserExecute);
            using var command = Command.Start(kind, Command.Of(program, "-n", "", "x  y"));
            Assert.Equal("ours|-n||x  y|", command.Output());
        }
    }

    [Theory]
    [MemberData(nameof(Holders))]
    public void The_command_and_the_holder_lead_different_sessions(HolderKind kind)
    {
        using var command = Command.Start(kind, Command.Shell("exec sleep 1000"));
        Assert.True(ProcStat.TryRead(command.Pid, out var child));
        Assert.True(ProcStat.TryRead(command.Run.HolderPid, out var holder));
        Assert.Equal(command.Pid, child.SessionId);
        Assert.Equal(command.Pid, child.GroupId);
        Assert.Equal(command.Run.HolderPid, holder.SessionId);
        Assert.Equal(command.Run.HolderPid, child.ParentPid);
        Assert.NotEqual(Environment.ProcessId, holder.SessionId);
    }

    [Theory]
    [MemberData(nameof(Holders))]
    public void The_command_starts_with_no_signal_blocked_or_ignored(HolderKind kind)
    {
        using var command = Command.Start(kind, Command.Of("/bin/grep", "-E", "^Sig(Blk|Ign)", "/proc/self/status"));
        // glibc's posix_spawn leaves its own two signals ignored, and a shell cannot change them back.
        const ulong ofTheLibrary = 3UL << 31;
        foreach (var line in command.Output().Split('\n', StringSplitOptions.RemoveEmptyEntries))
        {
            var set = ulong.Parse(line.Split('\t')[1], NumberStyles.HexNumber, CultureInfo.InvariantCulture);
            Assert.Equal(0UL, kind == HolderKind.Sh ? set & ~ofTheLibrary : set);
        }
    }

    [Theory]
    [MemberData(nameof(Holders))]
    public void The_command_inherits_nothing_but_its_three_streams(HolderKind kind)
    {
        // A descriptor that forgot close-on-exec stands for those a careless library leaves behind.
        var stray = Files.Open("/dev/null", OpenFlags.ReadOnly);
        try
        {
            DaemonProcess.MarkInheritedDescriptors();
            foreach (var stdin in new StdinMode[] { new StdinMode.Null(), new StdinMode.Hold(), new StdinMode.File("/dev/null") })
            {
                using var command = Command.Start(kind, Command.Of("/bin/ls", "/proc/self/fd") with { Stdin = stdin });
                // 3 is the directory that ls reads.
                Assert.Equal("0\n1\n2\n3\n", command.Output());
            }
        }
        finally
        {
            _ = Files.Close(stray);
        }
    }

    [Theory]
    [MemberData(nameof(Holders))]
    public void The_limit_of_open_files_is_not_the_daemons(HolderKind kind)
    {
        using var command = Command.Start(kind, Command.Shell("ulimit -Sn"));
        Assert.Equal($"{FileLimit.ForCommands()}\n", command.Output());
    }

    [Theory]
    [MemberData(nameof(Holders))]
    public void The_working_directory_is_the_given_one(HolderKind kind)
    {
        using var folder = new TestKit.TempDir();
        using var command = Command.Start(kind, Command.Of("/bin/pwd", "-P") with { WorkingDirectory = folder.Folder("a b'c") });
        Assert.Equal($"{folder["a b'c"]}\n", command.Output());
    }

    [Theory]
    [MemberData(nameof(Holders))]
    public void A_command_joins_its_cgroup_before_it_starts_or_does_not_start(HolderKind kind)
    {
        using var folder = new TestKit.TempDir();
        var joined = folder.Write("cgroup/cgroup.procs", "");
        using (var command = Command.Start(kind, Command.Of("/bin/cat", joined) with { CgroupDirectory = folder["cgroup"] }))
        {
            Assert.Equal("0", command.Output().TrimEnd());
        }

        using (var command = Command.Start(kind, Command.Of("/bin/echo") with { CgroupDirectory = folder["gone"] }))
        {
            Assert.IsType<StatusLine.Failed>(command.End());
            Assert.Equal("", command.Output());
        }
    }

    [Theory]
    [MemberData(nameof(Holders))]
    public void Arguments_of_any_form_arrive_as_they_are(HolderKind kind)
    {
        string[] odd = ["", " ", "a b", "-n", "--", "'", "\"", "$HOME", "`id`", "*", "\\", "line\nline", "ü€😀", "-r", "\t"];
        using var command = Command.Start(kind, Command.Of("/usr/bin/printf", ["%s|", .. odd]));
        Assert.Equal(string.Concat(odd.Select(o => o + "|")), command.Output());
    }

    [Theory]
    [MemberData(nameof(Holders))]
    public void A_spawn_whose_strings_are_too_long_says_so(HolderKind kind)
    {
        using var folder = new TestKit.TempDir();
        var directory = RunDirectory.Create(folder["runs"], Guid.NewGuid(), withStdin: false);
        var failed = Assert.IsType<SpawnResult.SpawnFailed>(new Spawner(Command.HolderOf(kind), NullLogger.Instance)
            .Spawn(Command.Of("/bin/echo", new string('x', 200_000)), directory, new SpawnMarkers(Guid.NewGuid(), directory.RunId)));
        Assert.Equal(Errno.E2BIG, failed.Errno);
    }

    private static int Writes(Command command, string text)
    {
        Holder.WriteLine(command.Directory.Release);
        return StdinWriter.Write(command.Directory, System.Text.Encoding.UTF8.GetBytes(text), out _);
    }
}
