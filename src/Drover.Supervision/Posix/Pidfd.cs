using System.Runtime.InteropServices;

namespace Drover.Supervision.Posix;

/// <summary>
/// Descriptors that stand for a process and cannot come to mean another one. Through syscall(2), because the C libraries of
/// 2022 and before have no functions for them. Every call answers zero or more, or the negative error number.
/// </summary>
/// <remarks>Source: pidfd_open(2), pidfd_send_signal(2), pidfd_getfd(2), linux/pidfd.h.</remarks>
internal static class Pidfd
{
    private const int SysSendSignal = 424;
    private const int SysOpen = 434;
    private const int SysGetFd = 438;

    /// <summary>Opens a process. The descriptor is close-on-exec and becomes readable when the process ends.</summary>
    /// <returns>A descriptor; -ESRCH when there is no such process; -ENOSYS on kernels before 5.3.</returns>
    public static int Open(int pid) => (int)Processes.Syscall(SysOpen, pid, 0, 0, 0, 0);

    /// <summary>Sends a signal; 0 only asks whether the process is there (-ESRCH when not).</summary>
    public static int SendSignal(int pidfd, int signal) => (int)Processes.Syscall(SysSendSignal, pidfd, signal, 0, 0, 0);

    /// <summary>Takes a copy of another process's descriptor, close-on-exec.</summary>
    /// <returns>A descriptor; -EPERM where the system (Yama, a container) forbids it.</returns>
    public static int GetFd(int pidfd, int fd) => (int)Processes.Syscall(SysGetFd, pidfd, fd, 0, 0, 0);

    /// <summary>The raw wait status of a process that was collected by its parent meanwhile. Linux 6.15 or newer.</summary>
    /// <returns>0 with the status; -EAGAIN when it has not ended; another negative number where the kernel cannot tell.</returns>
    public static unsafe int ExitStatus(int pidfd, out int status)
    {
        const uint getInfo = 0xC040FF0B; // _IOWR(0xFF, 11, 64 bytes)
        const ulong wantExit = 1 << 3;
        const int exitCodeOffset = 60;

        status = 0;
        Span<byte> record = stackalloc byte[64];
        record.Clear();
        MemoryMarshal.Write(record, wantExit);
        int answer;
        fixed (byte* start = record)
        {
            answer = Terminals.Ioctl(pidfd, getInfo, start);
        }

        if (answer < 0)
        {
            return answer;
        }

        if ((MemoryMarshal.Read<ulong>(record) & wantExit) == 0)
        {
            return -Errno.EAGAIN;
        }

        status = MemoryMarshal.Read<int>(record[exitCodeOffset..]);
        return 0;
    }
}
