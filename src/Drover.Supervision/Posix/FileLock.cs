using System.Text;

namespace Drover.Supervision.Posix;

/// <summary>
/// An exclusive flock(2) on a file, given back by the system however its holder ends. The file may carry a line of text, e.g. the holder's pid,
/// which others can read while the lock is held: a <see cref="FileStream"/> could not, because .NET locks every file it opens.
/// </summary>
public sealed class FileLock : IDisposable
{
    private readonly FileDescriptor _file;

    private FileLock(FileDescriptor file) => _file = file;

    /// <summary>Takes the lock, creating the file (0600) when it is missing.</summary>
    /// <param name="path">The file.</param>
    /// <param name="text">Text that replaces the file's content. Not written when the disk is full: the lock is what counts.</param>
    /// <param name="held">True when another holds the lock.</param>
    /// <returns>The lock, or null when another holds it.</returns>
    /// <exception cref="IOException">The file cannot be opened or created.</exception>
    public static FileLock? TryTake(string path, string text, out bool held)
    {
        const int ownerOnly = 0x180;
        var number = Files.Open(path, OpenFlags.ReadWrite | OpenFlags.Create | OpenFlags.CloseOnExec, ownerOnly);
        if (number < 0)
        {
            throw new IOException($"{path}: {Errno.Describe(-number)}");
        }

        var file = new FileDescriptor(number);
        var answer = Files.TryLockExclusive(number);
        held = answer == -Errno.EAGAIN;
        if (answer < 0)
        {
            file.Dispose();
            return held ? null : throw new IOException($"{path} cannot be locked: {Errno.Describe(-answer)}");
        }

        _ = Files.Truncate(number, 0);
        _ = Files.PWrite(number, Encoding.UTF8.GetBytes(text), 0);
        return new FileLock(file);
    }

    /// <summary>The text in a lock file, whoever holds it.</summary>
    /// <param name="path">The file.</param>
    /// <returns>Its first 4 KiB; null when it cannot be read.</returns>
    public static string? ReadText(string path)
    {
        const int most = 4096;
        var number = Files.Open(path, OpenFlags.ReadOnly | OpenFlags.CloseOnExec);
        if (number < 0)
        {
            return null;
        }

        using var file = new FileDescriptor(number);
        Span<byte> bytes = stackalloc byte[most];
        var count = Files.PRead(number, bytes, 0);
        return count < 0 ? null : Encoding.UTF8.GetString(bytes[..count]);
    }

    /// <summary>Gives the lock back. The file stays: removing it would let two hold locks on two files of one name.</summary>
    public void Dispose()
    {
        if (!_file.IsClosed)
        {
            // Closing alone would leave it with a child that is between fork and exec at this moment.
            _ = Files.Unlock(_file.Number);
            _file.Dispose();
        }
    }
}
