using Drover.Supervision.Posix;

namespace Drover.Supervision.Logs.Reading;

/// <summary>Reads the files of one stream with descriptors of its own; keeps the last index and the last segment open.</summary>
internal sealed class SegmentReader(string directory, LogStream stream, int segmentBytes) : IDisposable
{
    private FileDescriptor? _index;
    private FileDescriptor? _bytes;
    private int _indexNumber;
    private int _bytesNumber;

    /// <summary>Reads records of an index.</summary>
    /// <returns>Whole records read; -ENOENT when retention has taken the segment.</returns>
    public int ReadRecords(int number, long first, Span<byte> target)
    {
        var answer = Open(ref _index, ref _indexNumber, number, SegmentNames.IndexPath(directory, stream, number));
        answer = answer < 0 ? answer : Files.PRead(_index!.Number, target, IndexHeader.Size + (first * IndexRecord.Size));
        return answer < 0 ? answer : answer / IndexRecord.Size;
    }

    /// <summary>Reads a stretch of the stream, over as many segments as it takes.</summary>
    /// <returns>Bytes read, fewer only when files are shorter than their index says; -ENOENT when retention has taken a segment.</returns>
    public int ReadBytes(long offset, Span<byte> target)
    {
        var filled = 0;
        while (filled < target.Length)
        {
            var number = (int)((offset + filled) / segmentBytes) + 1;
            var at = offset + filled - ((number - 1L) * segmentBytes);
            var count = (int)Math.Min(target.Length - filled, segmentBytes - at);
            var answer = Open(ref _bytes, ref _bytesNumber, number, SegmentNames.BytesPath(directory, stream, number));
            answer = answer < 0 ? answer : Files.PRead(_bytes!.Number, target.Slice(filled, count), at);
            if (answer <= 0)
            {
                return answer < 0 ? answer : filled;
            }

            filled += answer;
        }

        return filled;
    }

    public void Dispose()
    {
        _index?.Dispose();
        _bytes?.Dispose();
    }

    private static int Open(ref FileDescriptor? file, ref int openNumber, int number, string path)
    {
        if (file is not null && openNumber == number)
        {
            return 0;
        }

        var fd = Files.Open(path, OpenFlags.ReadOnly | OpenFlags.CloseOnExec);
        if (fd < 0)
        {
            return fd;
        }

        file?.Dispose();
        file = new FileDescriptor(fd);
        openNumber = number;
        return 0;
    }
}
