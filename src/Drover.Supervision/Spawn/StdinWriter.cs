using Drover.Supervision.Posix;

namespace Drover.Supervision.Spawn;

/// <summary>
/// Writes to commands. Never waits: a command that does not read has a full pipe after 64 KiB, and then the answer says how much
/// went in. The pipe is opened for each write, so the daemon holds nothing that could keep a command's stdin open.
/// </summary>
public static class StdinWriter
{
    private const byte EndOfTransmission = 4;

    /// <summary>Writes to a stdin that is held open.</summary>
    /// <param name="directory">The run.</param>
    /// <param name="bytes">What to write.</param>
    /// <param name="errno">0; EAGAIN when the pipe is full; ENXIO or EPIPE when nobody reads it any more; ENOENT when stdin is not held open.</param>
    /// <returns>The bytes that went in, fewer than given when the pipe filled up.</returns>
    public static int Write(RunDirectory directory, ReadOnlySpan<byte> bytes, out int errno)
    {
        var fd = Files.Open(directory.In, OpenFlags.WriteOnly | OpenFlags.NonBlocking | OpenFlags.CloseOnExec);
        if (fd < 0)
        {
            errno = -fd;
            return 0;
        }

        using var owner = new FileDescriptor(fd);
        return Write(owner, bytes, out errno);
    }

    /// <summary>Writes to a terminal as if it were typed there.</summary>
    /// <param name="ptyMaster">The terminal's master.</param>
    /// <param name="bytes">What to write.</param>
    /// <param name="errno">0; EAGAIN when nothing reads and the terminal is full; EIO when nobody has it open any more.</param>
    /// <returns>The bytes that went in.</returns>
    public static int Write(FileDescriptor ptyMaster, ReadOnlySpan<byte> bytes, out int errno)
    {
        errno = 0;
        var written = 0;
        while (written < bytes.Length)
        {
            var answer = Files.Write(ptyMaster.Number, bytes[written..]);
            if (answer <= 0)
            {
                errno = answer == 0 ? Errno.EAGAIN : -answer;
                break;
            }

            written += answer;
        }

        return written;
    }

    /// <summary>Ends a stdin that is held open: the command reads what was written, then the end.</summary>
    /// <returns>0; or ENXIO when the holder is gone, ENOENT when stdin is not held open.</returns>
    public static int Close(RunDirectory directory) => Holder.WriteLine(directory.Close);

    /// <summary>Ends a terminal's input: the end-of-file character, which counts at the beginning of a line.</summary>
    /// <returns>0, or the error number.</returns>
    public static int Close(FileDescriptor ptyMaster)
    {
        Write(ptyMaster, [EndOfTransmission], out var errno);
        return errno;
    }
}
