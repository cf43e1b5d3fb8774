using Drover.Supervision.Spawn;
using Xunit;

namespace Drover.IntegrationTests.Supervision.Spawn;

public sealed class Terminal
{
    private static readonly PtySize Size = new(101, 37);

    public static TheoryData<HolderKind> Holders => Command.Holders;

    [Theory]
    [MemberData(nameof(Holders))]
    public void A_command_has_a_terminal_of_the_given_size_that_controls_it(HolderKind kind)
    {
        using var command = Command.Start(kind, Command.Shell("stty size; test -t 0 && test -t 1 && test -t 2 && echo all; echo here >/dev/tty; ps -o tty= -p $$") with { Pty = Size });
        var output = Command.ReadToEnd(command.Run.PtyMaster!);
        Assert.StartsWith("37 101\r\nall\r\nhere\r\npts/", output, StringComparison.Ordinal);
        Assert.Equal(new StatusLine.Exited(0), command.End());
        Assert.Null(command.Run.ErrRead);
    }

    [Theory]
    [MemberData(nameof(Holders))]
    public void What_is_typed_arrives_and_the_interrupt_key_interrupts(HolderKind kind)
    {
        using var command = Command.Start(kind, Command.Shell("stty -echo; echo up; read -r line; echo \"got $line\"; exec sleep 1000") with { Pty = Size });
        Command.ReadUntil(command.Run.PtyMaster!, "up\r\n");
        StdinWriter.Write(command.Run.PtyMaster!, "hello\n"u8, out var errno);
        Assert.Equal(0, errno);
        Command.ReadUntil(command.Run.PtyMaster!, "got hello\r\n");
        StdinWriter.Write(command.Run.PtyMaster!, "\u0003"u8, out _);
        Assert.Equal(new StatusLine.Signaled(2, kind == HolderKind.Sh), command.End());
    }

    [Theory]
    [MemberData(nameof(Holders))]
    public void The_end_of_file_key_ends_the_input(HolderKind kind)
    {
        using var command = Command.Start(kind, Command.Shell("stty -echo; echo up; cat; exit 3") with { Pty = Size });
        Command.ReadUntil(command.Run.PtyMaster!, "up\r\n");
        Assert.Equal(0, StdinWriter.Close(command.Run.PtyMaster!));
        Assert.Equal(new StatusLine.Exited(3), command.End());
    }

    [Fact]
    public void A_terminal_outlives_the_daemon_that_opened_it_and_is_taken_over_by_the_next()
    {
        using var command = Command.Start(HolderKind.Native, Command.Shell("stty -echo; echo up; read -r line; echo \"got $line\"; exit 4") with { Pty = Size });
        Command.ReadUntil(command.Run.PtyMaster!, "up\r\n");
        command.Run.PtyMaster!.Dispose();
        var next = RunAttachment.Open(command.Directory);
        using var run = next.Run;
        Assert.Equal(0, next.MasterError);
        StdinWriter.Write(run.PtyMaster!, "again\n"u8, out var errno);
        Assert.Equal(0, errno);
        Command.ReadUntil(run.PtyMaster!, "got again\r\n");
        Assert.Equal(new StatusLine.Exited(4), command.End());
    }

    [Theory]
    [MemberData(nameof(Holders))]
    public void A_command_with_a_terminal_inherits_nothing_else(HolderKind kind)
    {
        using var command = Command.Start(kind, Command.Of("/bin/ls", "/proc/self/fd") with { Pty = Size });
        Assert.Equal(["0", "1", "2", "3"], Command.ReadToEnd(command.Run.PtyMaster!).Split((char[])['\r', '\n', ' ', '\t'], StringSplitOptions.RemoveEmptyEntries));
    }
}
