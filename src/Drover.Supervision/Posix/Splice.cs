using System.Runtime.InteropServices;

namespace Drover.Supervision.Posix;

/// <summary>splice(2): bytes go from a pipe to a file, or from a terminal to a pipe, inside the kernel and never through this process.</summary>
internal static partial class Splice
{
    private const uint Move = 1;
    private const uint NonBlock = 2;

    /// <summary>Moves up to <paramref name="count"/> bytes from a pipe to an offset of a file. Never waits for the pipe.</summary>
    /// <returns>
    /// The bytes moved; 0 when the pipe is empty and nobody holds its write end; -EAGAIN when it is empty and somebody does;
    /// -ENOSPC, -EDQUOT, -EIO when the file cannot take them (they stay in the pipe); -EINVAL where splice is refused.
    /// </returns>
    public static unsafe long PipeToFile(int pipe, int file, long offset, int count)
    {
        long position = offset;
        long answer;
        do
        {
            answer = Errno.Result((long)SpliceRaw(pipe, null, file, &position, (nuint)count, Move | NonBlock));
        }
        while (answer == -Errno.EINTR);
        return answer;
    }

    /// <summary>Moves up to <paramref name="count"/> bytes into a pipe, from a terminal's master for example. Waits for neither side.</summary>
    /// <returns>As <see cref="PipeToFile"/>; -EIO from a master whose last slave was closed.</returns>
    public static unsafe long ToPipe(int source, int pipe, int count)
    {
        long answer;
        do
        {
            answer = Errno.Result((long)SpliceRaw(source, null, pipe, null, (nuint)count, Move | NonBlock));
        }
        while (answer == -Errno.EINTR);
        return answer;
    }

    [LibraryImport("libc", EntryPoint = "splice", SetLastError = true)]
    private static unsafe partial nint SpliceRaw(int from, long* fromOffset, int to, long* toOffset, nuint count, uint flags);
}
