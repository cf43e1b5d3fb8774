using System.Runtime.InteropServices;

namespace Drover.Supervision.Posix;

/// <summary>The error numbers of Linux that the kernel of Drover decides on, and their names for people.</summary>
/// <remarks>The numbers are those of asm-generic (x86_64 and aarch64). Source: errno(3).</remarks>
internal static class Errno
{
    public const int EPERM = 1;
    public const int ENOENT = 2;
    public const int ESRCH = 3;
    public const int EINTR = 4;
    public const int EIO = 5;
    public const int ENXIO = 6;
    public const int E2BIG = 7;
    public const int ENOEXEC = 8;
    public const int EBADF = 9;
    public const int ECHILD = 10;
    public const int EAGAIN = 11;
    public const int ENOMEM = 12;
    public const int EACCES = 13;
    public const int EBUSY = 16;
    public const int EEXIST = 17;
    public const int ENOTDIR = 20;
    public const int EISDIR = 21;
    public const int EINVAL = 22;
    public const int ENFILE = 23;
    public const int EMFILE = 24;
    public const int ENOTTY = 25;
    public const int EFBIG = 27;
    public const int ENOSPC = 28;
    public const int EROFS = 30;
    public const int EPIPE = 32;
    public const int ENAMETOOLONG = 36;
    public const int ENOSYS = 38;
    public const int ELOOP = 40;
    public const int EOPNOTSUPP = 95;
    public const int EDQUOT = 122;

    /// <summary>The text of the C library for a positive error number, for example "No space left on device".</summary>
    public static string Describe(int errno) => $"{Marshal.GetPInvokeErrorMessage(errno)} (errno {errno})";

    /// <summary>The result of a call that answers -1 on failure: itself, or the negative error number.</summary>
    internal static int Result(int answer) => answer >= 0 ? answer : -Marshal.GetLastPInvokeError();

    /// <inheritdoc cref="Result(int)"/>
    internal static long Result(long answer) => answer >= 0 ? answer : -Marshal.GetLastPInvokeError();
}
