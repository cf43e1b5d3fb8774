namespace Drover.Supervision.Posix;

/// <summary>Reads files whose names others chose: what lies there may be a FIFO that nobody writes to, a device, or without end.</summary>
public static class RegularFile
{
    /// <summary>Reads a whole file. Never waits for anybody to write.</summary>
    /// <param name="path">The file; symbolic links are followed.</param>
    /// <param name="mostBytes">A larger one is refused.</param>
    /// <returns>Its bytes.</returns>
    /// <exception cref="IOException">It is not there, is no regular file, is too large or cannot be read; the message says which, for the end of a sentence.</exception>
    public static byte[] Read(string path, int mostBytes)
    {
        // Looked at before it is opened, because opening a device can do something, and afterwards, because the name may be another's by then.
        Check(FileFacts.Of(path, out var named), named, mostBytes);
        var number = Files.Open(path, OpenFlags.ReadOnly | OpenFlags.NonBlocking | OpenFlags.NoControllingTerminal | OpenFlags.CloseOnExec);
        Check(number);
        using var file = new FileDescriptor(number);
        Check(FileFacts.Of(number, out var opened), opened, mostBytes);

        var bytes = new byte[Math.Min(opened.Size + 1, mostBytes + 1L)];
        var count = 0;
        int read;
        while ((read = Check(Files.Read(number, bytes.AsSpan(count)))) > 0)
        {
            count += read;
            if (count > mostBytes)
            {
                throw TooLarge(mostBytes);
            }

            if (count == bytes.Length)
            {
                Array.Resize(ref bytes, (int)Math.Min(bytes.Length * 2L, mostBytes + 1L));
            }
        }

        return bytes[..count];
    }

    private static void Check(int answer, in FileFacts facts, int mostBytes)
    {
        Check(answer);
        if (!facts.IsRegular)
        {
            throw new IOException(facts.IsDirectory ? "it is a folder." : "it is no regular file.");
        }

        if (facts.Size > mostBytes)
        {
            throw TooLarge(mostBytes);
        }
    }

    private static int Check(int answer) => answer >= 0 ? answer : throw new IOException($"{Errno.Describe(-answer)}.");

    private static IOException TooLarge(int mostBytes) => new($"it has more than {mostBytes} bytes.");
}
