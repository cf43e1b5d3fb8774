using Drover.Supervision.Posix;

namespace Drover.Supervision.Spawn;

/// <summary>
/// A hold on a running command through which the kernel tells its end exactly (Linux 6.15 and newer). Of use with the shell holder
/// only, which cannot tell an exit code of 143 from an end by signal 15: open it at the <c>pid</c> line, refine the end line with it.
/// </summary>
public sealed class CommandPidfd : IDisposable
{
    private readonly FileDescriptor _pidfd;

    private CommandPidfd(FileDescriptor pidfd) => _pidfd = pidfd;

    /// <summary>Takes hold of a command that runs.</summary>
    /// <returns>Null when it has ended already, or the kernel is too old for pidfds.</returns>
    public static CommandPidfd? Open(int commandPid)
    {
        var fd = Pidfd.Open(commandPid);
        return fd < 0 ? null : new CommandPidfd(new FileDescriptor(fd));
    }

    /// <summary>The exact form of an approximate end; any other line, and any where the kernel cannot tell, comes back as it is.</summary>
    public StatusLine Refine(StatusLine end)
    {
        if (end is not StatusLine.Signaled { Approximate: true } || Pidfd.ExitStatus(_pidfd.Number, out var status) < 0)
        {
            return end;
        }

        var signal = status & 0x7f;
        return signal == 0 ? new StatusLine.Exited((status >> 8) & 0xff) : new StatusLine.Signaled(signal);
    }

    /// <summary>Lets go of it.</summary>
    public void Dispose() => _pidfd.Dispose();
}
