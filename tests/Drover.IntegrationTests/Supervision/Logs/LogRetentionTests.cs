using Drover.Supervision.Logs;
using Drover.TestKit;
using Microsoft.Extensions.Logging.Abstractions;
using Xunit;

namespace Drover.IntegrationTests.Supervision.Logs;

public sealed class LogRetentionTests
{
    private static readonly LogOptions Small = new()
    {
        SegmentBytes = LogOptions.MinSegmentBytes,
        RetainBytesPerStream = 10_000,
        RetainLinesPerStream = 100,
        RetainLinesBlended = 200,
    };

    [Fact]
    public async Task Old_lines_go_by_segments_and_are_told_as_a_gap()
    {
        using var folder = new LogFolder(Small);
        Flood(folder, 5000);
        await Patience.UntilAsync(() => Directory.GetFiles(folder.Path, "stdout.*.log").Length == folder.Log.SegmentPaths(LogStream.Stdout).Count);

        var totals = folder.Log.Totals.Stdout;
        var all = folder.All();
        Assert.Equal(5000, totals.Lines);
        Assert.Equal(5000 - all.Count, totals.DroppedLines);
        Assert.InRange(all.Count, 200, 2000);
        Assert.Equal("line 4999", LogFolder.Text(all[^1]));
        var batch = folder.Read(new LogQuery { SinceSequence = 1, Limit = 10 });
        Assert.Equal(totals.DroppedLines, batch.Dropped);
        Assert.Equal(totals.DroppedLines + 1, batch.Lines[0].Sequence);
        Assert.Equal(totals.DroppedLines + 1, folder.Log.FirstRetainedSequence);
        Assert.Equal(all.Count, folder.Read(new LogQuery { SinceSequence = 3, Limit = 9000 }).Lines.Count);
        Assert.Equal(totals.DroppedLines - 2, folder.Read(new LogQuery { SinceSequence = 3, Limit = 10 }).Dropped);
        Assert.Equal(0, folder.Read(new LogQuery { SinceSequence = batch.NextSequence, Limit = 10 }).Dropped);
        Assert.True(File.Exists(folder.Log.SegmentPaths(LogStream.Stdout)[0]));

        folder.Reopen();
        Assert.Equal(totals, folder.Log.Totals.Stdout);
        Assert.Equal(all.Count, folder.All().Count);
    }

    [Fact]
    public void A_flood_on_one_stream_does_not_take_the_lines_of_the_other()
    {
        using var folder = new LogFolder(Small);
        folder.Write("the only error\n", LogStream.Stderr);
        folder.Log.AppendSystem(1, "started");
        Flood(folder, 5000);

        Assert.Equal(["the only error"], folder.Texts(LogStreams.Stderr));
        Assert.Equal(["the only error", "started"], folder.Texts().Take(2));
        var batch = folder.Read(new LogQuery { SinceSequence = 1, Limit = 1 });
        Assert.Equal(folder.Log.Totals.Stdout.DroppedLines, batch.Dropped);
        Assert.Equal(0, folder.Read(new LogQuery { SinceSequence = 1, Limit = 1, Streams = LogStreams.Stderr }).Dropped);
        Assert.Equal(folder.Log.Totals.Stdout.DroppedLines - 7, folder.Read(new LogQuery { SinceSequence = 10, Limit = 1 }).Dropped);
    }

    [Fact]
    public void A_line_whose_head_was_dropped_is_dropped()
    {
        using var folder = new LogFolder(Small with { RetainBytesPerStream = 1, RetainLinesPerStream = 1, RetainLinesBlended = 1 });
        for (var i = 0; i < 40; i++)
        {
            folder.Write($"{i} {new string('x', 1500)}\n");
        }

        var all = folder.All();
        Assert.All(all, line => Assert.Equal($"{line.Sequence - 1} {new string('x', 1500)}", LogFolder.Text(line)));
        Assert.Equal(40 - all.Count, folder.Log.Totals.Stdout.DroppedLines);
    }

    [Fact]
    public void A_follower_that_fell_behind_gets_one_gap_and_then_every_line()
    {
        using var folder = new LogFolder(Small);
        Flood(folder, 100);
        var position = folder.Read(new LogQuery { SinceSequence = 1, Limit = 50 }).NextSequence;
        Flood(folder, 5000);

        var batch = folder.Read(new LogQuery { SinceSequence = position, Limit = 10_000 });

        Assert.True(batch.Dropped > 0);
        Assert.Equal(position + batch.Dropped, batch.Lines[0].Sequence);
        Assert.Equal(5101, batch.NextSequence);
    }

    [Fact]
    public async Task Reads_while_segments_are_deleted_see_whole_lines_in_order()
    {
        using var folder = new LogFolder(Small);
        using var end = new CancellationTokenSource();
        var reads = new int[2];
        var readers = Enumerable.Range(0, reads.Length).Select(reader => Task.Run(() =>
        {
            var next = 1L;
            while (!end.IsCancellationRequested)
            {
                var batch = folder.Read(new LogQuery { SinceSequence = next, Limit = 500 });
                foreach (var line in batch.Lines)
                {
                    Assert.True(line.Sequence >= next);
                    Assert.Equal($"line {line.Sequence - 1}", LogFolder.Text(line));
                    next = line.Sequence + 1;
                }

                Assert.All(folder.Read(new LogQuery { Limit = 300 }).Lines, line => Assert.Equal($"line {line.Sequence - 1}", LogFolder.Text(line)));
                Interlocked.Increment(ref reads[reader]);
            }
        })).ToList();

        while (!readers.Exists(reader => reader.IsCompleted) && reads.Any(count => count < 20))
        {
            Flood(folder, 2000);
        }

        await end.CancelAsync();
        await Task.WhenAll(readers).Patiently();
    }

    [Fact]
    public void The_cap_over_all_sessions_takes_the_oldest_finished_first_and_never_the_numbering()
    {
        using var root = new TempDir();
        using var store = new LogStore(root.Path, Small with { TotalBytes = 150_000, RetainBytesPerStream = 1 << 20 }, TimeProvider.System, NullLogger.Instance);
        var ids = Enumerable.Range(0, 4).Select(_ => Guid.NewGuid()).ToList();
        // The oldest of all runs.
        store.Open(ids[0]).Reopen();
        foreach (var (id, age) in ids.Select((id, n) => (id, 10 - n)))
        {
            Fill(store.Open(id), 60_000);
            foreach (var file in Directory.GetFiles(store.DirectoryOf(id)))
            {
                File.SetLastWriteTimeUtc(file, TimeProvider.System.GetUtcNow().UtcDateTime.AddHours(-age));
            }
        }

        store.EnforceTotal();

        Assert.Equal(0, store.Open(ids[0]).Totals.Stdout.DroppedLines);
        Assert.Equal(0, store.Open(ids[3]).Totals.Stdout.DroppedLines);
        var cleared = store.Open(ids[1]);
        Assert.Equal(cleared.Totals.Stdout.Lines, cleared.Totals.Stdout.DroppedLines);
        Assert.Empty(new LogReader(cleared).Read(new LogQuery(), TestContext.Current.CancellationToken).Lines);
        Assert.InRange(Directory.GetFiles(root.Path, "*", SearchOption.AllDirectories).Sum(file => new FileInfo(file).Length), 1, 150_000);

        var before = cleared.Totals.Stdout;
        Fill(cleared, 100);
        Assert.Equal(before.Bytes + 100, cleared.Totals.Stdout.Bytes);
        Assert.Equal(before.Lines + 10, cleared.NextSequence - 1);
        Assert.Equal(10, new LogReader(cleared).Read(new LogQuery(), TestContext.Current.CancellationToken).Lines.Count);
        store.Dispose();
        using var again = new LogStore(root.Path, Small, TimeProvider.System, NullLogger.Instance);
        Assert.Equal(before.Bytes + 100, again.Open(ids[1]).Totals.Stdout.Bytes);
        Assert.Equal(before.Lines + 11, again.Open(ids[1]).NextSequence);
        Assert.Empty(again.Open(ids[1]).Warnings);
    }

    [Fact]
    public void A_removed_session_leaves_nothing()
    {
        using var root = new TempDir();
        using var store = new LogStore(root.Path, Small, TimeProvider.System, NullLogger.Instance);
        var id = Guid.NewGuid();
        Fill(store.Open(id), 1000);

        store.Remove(id);
        store.Remove(Guid.NewGuid());

        Assert.Empty(Directory.GetFileSystemEntries(root.Path));
        Assert.Equal(1, store.Open(id).NextSequence);
    }

    private static void Flood(LogFolder folder, int lines)
    {
        var first = folder.Log.Totals.Stdout.Lines;
        for (var n = 0; n < lines; n += 20)
        {
            folder.Write(string.Concat(Enumerable.Range(n, Math.Min(20, lines - n)).Select(i => $"line {first + i}\n")));
        }
    }

    // Lines of ten bytes, a hundred at a time.
    private static void Fill(SessionLog log, int bytes)
    {
        var chunk = System.Text.Encoding.ASCII.GetBytes(string.Concat(Enumerable.Repeat("123456789\n", Math.Min(bytes / 10, 100))));
        var writer = log.Writer(LogStream.Stdout);
        log.Attach();
        for (var written = 0; written < bytes;)
        {
            Assert.Equal(0, writer.Prepare());
            var count = Math.Min(writer.Room, chunk.Length - (written % chunk.Length));
            Assert.Equal(count, Drover.Supervision.Posix.Files.PWrite(writer.Descriptor, chunk.AsSpan(written % chunk.Length, count), writer.Offset));
            Assert.Equal(0, writer.Commit(count, 1));
            written += count;
        }

        log.Detach();
    }
}
