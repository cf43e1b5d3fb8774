using System.Runtime.InteropServices;

namespace Drover.Supervision.Posix;

/// <summary>
/// Processes, signals and what this process is. Every call answers zero or more, or the negative error number.
/// </summary>
/// <remarks>Source: kill(2), waitpid(2), signal(2), close_range(2), prctl(2), getrlimit(2).</remarks>
internal static partial class Processes
{
    public const int NoHang = 1;

    /// <summary>SIG_IGN, for <see cref="SetSignalAction"/>.</summary>
    public const nint IgnoreSignal = 1;

    private const int RlimitNoFile = 7;
    private const int SysCloseRange = 436;

    /// <summary>Sends a signal to a process, or with a negative id to a process group. 0 and 1 are refused: they mean others.</summary>
    public static int Kill(int id, int signal) => id is 0 or 1 or -1 ? -Errno.EINVAL : Errno.Result(KillRaw(id, signal));

    /// <summary>Collects one child that ended.</summary>
    /// <returns>The child's id; 0 when it still runs and <see cref="NoHang"/> was given; -ECHILD when it is no child of ours.</returns>
    public static int WaitPid(int pid, out int status, int options)
    {
        int answer;
        do
        {
            answer = Errno.Result(WaitPidRaw(pid, out status, options));
        }
        while (answer == -Errno.EINTR);
        return answer;
    }

    /// <summary>Sets what a signal does to this process, and answers what it did before.</summary>
    public static nint SetSignalAction(int signal, nint action) => SignalRaw(signal, action);

    /// <summary>Restores the default action of a signal if it was ignored; a handler that somebody installed stays.</summary>
    /// <returns>Whether the signal had been ignored.</returns>
    public static bool UnignoreSignal(int signal)
    {
        const nint defaultAction = 0;
        var before = SignalRaw(signal, defaultAction);
        if (before is not (defaultAction or IgnoreSignal))
        {
            _ = SignalRaw(signal, before);
        }

        return before == IgnoreSignal;
    }

    /// <summary>Marks every descriptor from <paramref name="first"/> on close-on-exec. Linux 5.11 or newer.</summary>
    public static int CloseOnExecFrom(int first)
    {
        const nint closeOnExec = 4, last = int.MaxValue;
        return (int)Errno.Result((long)SyscallRaw(SysCloseRange, first, last, closeOnExec, 0, 0));
    }

    public static int Prctl(int option, nuint argument) => Errno.Result(PrctlRaw(option, argument, 0, 0, 0));

    public static uint UserId() => GetUidRaw();

    public static uint EffectiveUserId() => GetEUidRaw();

    public static int SessionOf(int pid) => Errno.Result(GetSidRaw(pid));

    public static int GroupOf(int pid) => Errno.Result(GetPgidRaw(pid));

    /// <summary>The soft and the hard limit of open files of this process.</summary>
    public static int GetFileLimits(out ulong soft, out ulong hard)
    {
        var answer = Errno.Result(GetRlimitRaw(RlimitNoFile, out var limits));
        (soft, hard) = (limits.Soft, limits.Hard);
        return answer;
    }

    public static int SetFileLimits(ulong soft, ulong hard) =>
        Errno.Result(SetRlimitRaw(RlimitNoFile, new Limits { Soft = soft, Hard = hard }));

    /// <summary>Replaces this process. Comes back only on failure, with the negative error number.</summary>
    public static unsafe int Execute(string path, NativeStrings arguments, NativeStrings environment) =>
        Errno.Result(ExecveRaw(path, arguments.Pointer, environment.Pointer));

    internal static nint Syscall(nint number, nint a, nint b, nint c, nint d, nint e) =>
        (nint)Errno.Result((long)SyscallRaw(number, a, b, c, d, e));

    [LibraryImport("libc", EntryPoint = "kill", SetLastError = true)]
    private static partial int KillRaw(int id, int signal);

    [LibraryImport("libc", EntryPoint = "waitpid", SetLastError = true)]
    private static partial int WaitPidRaw(int pid, out int status, int options);

    [LibraryImport("libc", EntryPoint = "signal", SetLastError = true)]
    private static partial nint SignalRaw(int signal, nint action);

    [LibraryImport("libc", EntryPoint = "syscall", SetLastError = true)]
    private static partial nint SyscallRaw(nint number, nint a, nint b, nint c, nint d, nint e);

    [LibraryImport("libc", EntryPoint = "prctl", SetLastError = true)]
    private static partial int PrctlRaw(int option, nuint a, nuint b, nuint c, nuint d);

    [LibraryImport("libc", EntryPoint = "getuid")]
    private static partial uint GetUidRaw();

    [LibraryImport("libc", EntryPoint = "geteuid")]
    private static partial uint GetEUidRaw();

    [LibraryImport("libc", EntryPoint = "getsid", SetLastError = true)]
    private static partial int GetSidRaw(int pid);

    [LibraryImport("libc", EntryPoint = "getpgid", SetLastError = true)]
    private static partial int GetPgidRaw(int pid);

    [LibraryImport("libc", EntryPoint = "getrlimit", SetLastError = true)]
    private static partial int GetRlimitRaw(int resource, out Limits limits);

    [LibraryImport("libc", EntryPoint = "setrlimit", SetLastError = true)]
    private static partial int SetRlimitRaw(int resource, in Limits limits);

    [LibraryImport("libc", EntryPoint = "execve", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    private static unsafe partial int ExecveRaw(string path, byte** arguments, byte** environment);

    [StructLayout(LayoutKind.Sequential)]
    private struct Limits
    {
        public ulong Soft;
        public ulong Hard;
    }
}
