using Drover.Supervision.Posix;

namespace Drover.Supervision.Logs;

/// <summary>
/// The open files of one stream: at most the segment that is written and its index. Opened when first needed; an idle log has none.
/// Every call answers zero or more, or the negative error number.
/// </summary>
internal sealed class StreamFiles(string directory, LogStream stream) : IDisposable
{
    private const int OwnerOnly = 0x180;

    private FileDescriptor? _bytes;
    private FileDescriptor? _index;
    private int _bytesNumber;
    private int _indexNumber;

    /// <summary>The descriptor that <see cref="OpenBytes"/> opened last.</summary>
    public int BytesDescriptor => _bytes?.Number ?? -1;

    public int OpenBytes(int number) => Open(ref _bytes, ref _bytesNumber, number, SegmentNames.BytesPath(directory, stream, number));

    public int ReadBytes(int number, Span<byte> buffer, long at)
    {
        if (_bytes is not null && _bytesNumber == number)
        {
            return Files.PRead(_bytes.Number, buffer, at);
        }

        var fd = Files.Open(SegmentNames.BytesPath(directory, stream, number), OpenFlags.ReadOnly | OpenFlags.CloseOnExec);
        if (fd < 0)
        {
            return fd;
        }

        var read = Files.PRead(fd, buffer, at);
        _ = Files.Close(fd);
        return read;
    }

    /// <summary>Writes all bytes at an offset of the open segment; a write cut short answers -ENOSPC.</summary>
    public int WriteBytes(ReadOnlySpan<byte> bytes, long at) => WriteAll(_bytes!.Number, bytes, at);

    public int TruncateBytes(long length) => Files.Truncate(_bytes!.Number, length);

    public int WriteIndex(int number, ReadOnlySpan<byte> bytes, long at)
    {
        var answer = Open(ref _index, ref _indexNumber, number, SegmentNames.IndexPath(directory, stream, number));
        return answer < 0 ? answer : WriteAll(_index!.Number, bytes, at);
    }

    public void Dispose()
    {
        _bytes?.Dispose();
        _index?.Dispose();
        _bytes = null;
        _index = null;
    }

    private static int WriteAll(int fd, ReadOnlySpan<byte> bytes, long at)
    {
        var written = Files.PWrite(fd, bytes, at);
        return written < 0 || written == bytes.Length ? Math.Min(written, 0) : -Errno.ENOSPC;
    }

    private int Open(ref FileDescriptor? file, ref int openNumber, int number, string path)
    {
        if (file is not null && openNumber == number)
        {
            return 0;
        }

        var fd = OpenOrCreate(path);
        if (fd < 0)
        {
            return fd;
        }

        file?.Dispose();
        file = new FileDescriptor(fd);
        openNumber = number;
        return 0;
    }

    private int OpenOrCreate(string path)
    {
        var flags = OpenFlags.ReadWrite | OpenFlags.Create | OpenFlags.CloseOnExec;
        var fd = Files.Open(path, flags, OwnerOnly);
        if (fd != -Errno.ENOENT)
        {
            return fd;
        }

        try
        {
            if (OperatingSystem.IsLinux())
            {
                Directory.CreateDirectory(directory, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
            }
        }
        catch (IOException)
        {
            return -Errno.EIO;
        }
        catch (UnauthorizedAccessException)
        {
            return -Errno.EACCES;
        }

        return Files.Open(path, flags, OwnerOnly);
    }
}
