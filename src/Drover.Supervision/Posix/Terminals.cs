using System.Runtime.InteropServices;

namespace Drover.Supervision.Posix;

/// <summary>Pseudo-terminals. Source: pty(7), ioctl_tty(2).</summary>
internal static partial class Terminals
{
    private const uint SetWindowSizeRequest = 0x5414;
    private const uint GetNumberRequest = 0x80045430;
    private const uint SetLockRequest = 0x40045431;
    private const uint SignalRequest = 0x40045436;

    /// <summary>Opens a new master, its slave unlocked: non-blocking, close-on-exec, never this process's terminal.</summary>
    /// <returns>A descriptor, or the negative error number.</returns>
    public static unsafe int OpenMaster()
    {
        const int flags = OpenFlags.ReadWrite | OpenFlags.NoControllingTerminal | OpenFlags.CloseOnExec | OpenFlags.NonBlocking;
        var master = Files.Open("/dev/ptmx", flags);
        if (master < 0)
        {
            return master;
        }

        int unlocked = 0;
        var answer = Ioctl(master, SetLockRequest, &unlocked);
        if (answer < 0)
        {
            _ = Files.Close(master);
            return answer;
        }

        return master;
    }

    /// <summary>The path of a master's slave, for a shell, which can only open paths.</summary>
    /// <returns>0, or the negative error number.</returns>
    public static unsafe int SlavePath(int master, out string path)
    {
        int number = 0;
        var answer = Ioctl(master, GetNumberRequest, &number);
        path = $"/dev/pts/{number}";
        return answer;
    }

    /// <summary>Sets the size in characters; the foreground programs get SIGWINCH when it changed.</summary>
    public static unsafe int SetSize(int master, int columns, int rows)
    {
        var size = stackalloc ushort[4] { (ushort)rows, (ushort)columns, 0, 0 };
        return Ioctl(master, SetWindowSizeRequest, size);
    }

    /// <summary>Sends a signal to the programs in front, as its key does; the kernel takes INT, QUIT and TSTP here.</summary>
    /// <returns>0, or the negative error number.</returns>
    public static int SignalForeground(int master, int signal) => Errno.Result(IoctlNumber(master, SignalRequest, signal));

    internal static unsafe int Ioctl(int fd, uint request, void* argument) => Errno.Result(IoctlRaw(fd, request, argument));

    [LibraryImport("libc", EntryPoint = "ioctl", SetLastError = true)]
    private static unsafe partial int IoctlRaw(int fd, nuint request, void* argument);

    [LibraryImport("libc", EntryPoint = "ioctl", SetLastError = true)]
    private static partial int IoctlNumber(int fd, nuint request, nint argument);
}
