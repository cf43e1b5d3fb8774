using System.Text;
using Drover.Supervision.Posix;
using Drover.Supervision.Spawn;
using Drover.TestKit;
using Xunit;

namespace Drover.IntegrationTests.Supervision.Spawn;

public sealed class Standard_input
{
    public static TheoryData<HolderKind> Holders => Command.Holders;

    [Theory]
    [MemberData(nameof(Holders))]
    public void By_default_a_command_reads_the_end_at_once(HolderKind kind)
    {
        using var command = Command.Start(kind, Command.Of("/bin/cat"));
        Assert.Equal("", command.Output());
        Assert.Equal(new StatusLine.Exited(0), command.End());
    }

    [Theory]
    [MemberData(nameof(Holders))]
    public void A_file_is_read_from_its_start_to_its_end(HolderKind kind)
    {
        using var folder = new TempDir();
        using var command = Command.Start(kind, Command.Of("/bin/cat") with { Stdin = new StdinMode.File(folder.Write("prompt", "do this\nand that")) });
        Assert.Equal("do this\nand that", command.Output());
    }

    [Theory]
    [MemberData(nameof(Holders))]
    public void A_held_stdin_takes_writes_until_it_is_closed(HolderKind kind)
    {
        using var command = Command.Start(kind, Command.Of("/bin/cat") with { Stdin = new StdinMode.Hold() });
        _ = command.Pid;
        Assert.Equal(4, StdinWriter.Write(command.Directory, "one\n"u8, out var errno));
        Assert.Equal(0, errno);
        Command.ReadUntil(command.Run.OutRead, "one\n");
        Assert.Equal(4, StdinWriter.Write(command.Directory, "two\n"u8, out _));
        Assert.Equal(0, StdinWriter.Close(command.Directory));
        Assert.Equal("two\n", command.Output());
        Assert.Equal(new StatusLine.Exited(0), command.End());
    }

    [Theory]
    [MemberData(nameof(Holders))]
    public void A_command_that_does_not_read_takes_what_fits_and_never_blocks_the_writer(HolderKind kind)
    {
        using var command = Command.Start(kind, Command.Shell("exec sleep 1000") with { Stdin = new StdinMode.Hold() });
        _ = command.Pid;
        var much = Encoding.ASCII.GetBytes(new string('x', 1_000_000));
        var written = StdinWriter.Write(command.Directory, much, out var errno);
        Assert.InRange(written, 1, much.Length - 1);
        Assert.Equal(Errno.EAGAIN, errno);
        Assert.Equal(0, StdinWriter.Write(command.Directory, "y"u8, out errno));
        Assert.Equal(Errno.EAGAIN, errno);
    }

    [Theory]
    [MemberData(nameof(Holders))]
    public void Writing_to_a_command_that_ended_or_has_no_open_stdin_is_an_error_and_no_signal(HolderKind kind)
    {
        using (var command = Command.Start(kind, Command.Shell("exit 0") with { Stdin = new StdinMode.Hold() }))
        {
            command.End();
            Assert.Equal("", command.Output());
            Assert.Equal(0, StdinWriter.Write(command.Directory, "x"u8, out var errno));
            Assert.Equal(Errno.ENXIO, errno);
        }

        using (var command = Command.Start(kind, Command.Shell("exit 0")))
        {
            Assert.Equal(0, StdinWriter.Write(command.Directory, "x"u8, out var errno));
            Assert.Equal(Errno.ENOENT, errno);
        }
    }

    [Theory]
    [MemberData(nameof(Holders))]
    public void Closing_stdin_twice_harms_nobody(HolderKind kind)
    {
        using var command = Command.Start(kind, Command.Shell("cat; exit 8") with { Stdin = new StdinMode.Hold() });
        _ = command.Pid;
        StdinWriter.Close(command.Directory);
        StdinWriter.Close(command.Directory);
        Assert.Equal(new StatusLine.Exited(8), command.End());
    }
}
