using System.Text;
using Drover.Supervision.Logs;
using Drover.Supervision.Posix;
using Drover.TestKit;
using Microsoft.Extensions.Logging.Abstractions;
using Xunit;

namespace Drover.IntegrationTests.Supervision.Logs;

/// <summary>A session's log in a folder of its own, written to as the capture does it, but without a process.</summary>
internal sealed class LogFolder : IDisposable
{
    private readonly TempDir _folder = new();

    private readonly string _parent;

    public LogFolder(LogOptions? options = null, string? parent = null)
    {
        _parent = parent ?? _folder.Path;
        Options = options ?? new LogOptions { SegmentBytes = LogOptions.MinSegmentBytes };
        Log = Open();
    }

    public LogOptions Options { get; }

    public SessionLog Log { get; private set; }

    public LogReader Reader => new(Log);

    public LogBatch Read(LogQuery query) => Reader.Read(query, TestContext.Current.CancellationToken);

    public string Path => System.IO.Path.Combine(_parent, "0197aaaa-bbbb-7ccc-8ddd-eeeeffff0001");

    /// <summary>As after a crash of the daemon: nothing is said to the old log but that its descriptors are gone.</summary>
    public SessionLog Reopen()
    {
        Log.Dispose();
        return Log = Open();
    }

    public void Write(LogStream stream, ReadOnlySpan<byte> bytes, int run = 1)
    {
        while (!bytes.IsEmpty)
        {
            var count = Put(stream, bytes);
            Assert.Equal(0, Log.Writer(stream).Commit(count, run));
            bytes = bytes[count..];
        }
    }

    public void Write(string text, LogStream stream = LogStream.Stdout, int run = 1) => Write(stream, Encoding.UTF8.GetBytes(text), run);

    /// <summary>Bytes in the file without anything said of them: what a crash between splice and index leaves.</summary>
    public int Put(LogStream stream, ReadOnlySpan<byte> bytes)
    {
        var writer = Log.Writer(stream);
        Assert.Equal(0, writer.Prepare());
        var count = Math.Min(bytes.Length, writer.Room);
        Assert.Equal(count, Files.PWrite(writer.Descriptor, bytes[..count], writer.Offset));
        return count;
    }

    public List<LogLine> All(LogStreams streams = LogStreams.Blended) =>
        [.. Read(new LogQuery { FromStart = true, Limit = int.MaxValue, MaxBytes = long.MaxValue, Streams = streams }).Lines];

    public List<string> Texts(LogStreams streams = LogStreams.Blended) => [.. All(streams).Select(Text)];

    public static string Text(LogLine line) => Encoding.UTF8.GetString(line.Bytes.Span);

    public byte[] Stored(LogStream stream) => [.. Log.SegmentPaths(stream).SelectMany(File.ReadAllBytes)];

    public void Dispose()
    {
        Log.Dispose();
        _folder.Dispose();
    }

    private SessionLog Open() => SessionLog.Open(Path, Options, TimeProvider.System, NullLogger.Instance);
}
