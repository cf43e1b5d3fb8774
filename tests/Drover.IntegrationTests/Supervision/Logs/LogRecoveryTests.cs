using Drover.Supervision.Logs;
using Xunit;

namespace Drover.IntegrationTests.Supervision.Logs;

public sealed class LogRecoveryTests
{
    [Fact]
    public void Bytes_that_a_crash_left_without_an_index_get_their_numbers_at_the_next_start()
    {
        using var folder = new LogFolder();
        folder.Write("one\ntw");
        folder.Put(LogStream.Stdout, "o\nthree\nfo"u8);

        folder.Reopen();

        Assert.Equal(["one", "two", "three"], folder.Texts());
        folder.Write("ur\n");
        Assert.Equal(["one", "two", "three", "four"], folder.Texts());
        Assert.Empty(folder.Log.Warnings);
    }

    [Fact]
    public void An_unfinished_line_goes_on_after_a_crash_in_the_same_run()
    {
        using var folder = new LogFolder();
        folder.Write("start\n", run: 1);
        folder.Log.AppendSystem(2, "run 2");
        folder.Write("half ", run: 2);

        folder.Reopen();
        folder.Write("whole\n", run: 2);

        Assert.Equal(["start", "run 2", "half whole"], folder.Texts());
        Assert.Equal(2, folder.All()[^1].Run);
    }

    [Fact]
    public void An_index_cut_at_any_byte_gives_the_same_entries()
    {
        using var folder = new LogFolder();
        for (var i = 0; i < 12; i++)
        {
            folder.Write($"line {i} {new string('x', i * 90)}\nhalf of {i} ");
        }

        folder.Log.EndRun(1);
        var expected = folder.Texts();
        folder.Log.Dispose();
        var index = Directory.GetFiles(folder.Path, "stdout.*.idx").Order(StringComparer.Ordinal).Last();
        var whole = File.ReadAllBytes(index);
        // The flushed end of the run is in the last record only: without that record the tail is unfinished again.
        for (var length = whole.Length; length >= 0; length--)
        {
            File.WriteAllBytes(index, whole[..length]);

            folder.Reopen();
            folder.Log.EndRun(1);

            Assert.Equal(expected, folder.Texts());
            Assert.Equal(expected.Count + 1, folder.Log.NextSequence);
            folder.Log.Dispose();
        }
    }

    [Fact]
    public void Any_damaged_byte_of_an_index_costs_no_line_and_is_told()
    {
        using var folder = new LogFolder();
        for (var i = 0; i < 6; i++)
        {
            folder.Write($"out {i}\nout {i} again\n");
            folder.Write($"err {i}\n", LogStream.Stderr);
        }

        var expected = folder.Texts();
        folder.Log.Dispose();
        var index = Path.Combine(folder.Path, "stdout.000001.idx");
        var sound = File.ReadAllBytes(index);
        for (var at = 0; at < sound.Length; at += 3)
        {
            var damaged = sound.ToArray();
            damaged[at] ^= 0x55;
            File.WriteAllBytes(index, damaged);

            folder.Reopen();

            // A damaged last record is as good as torn: its lines are numbered anew. All others come back where they were.
            var isInLastRecord = at >= sound.Length - 48;
            var texts = folder.Texts();
            Assert.Equal(Sorted(expected, isInLastRecord), Sorted(texts, isInLastRecord));
            Assert.Equal(isInLastRecord, folder.Log.Warnings.Count == 0);
            Assert.Equal(expected.Count, folder.All().Select(line => line.Sequence).Distinct().Count());
            folder.Log.Dispose();
            foreach (var aside in Directory.GetFiles(folder.Path, "*.corrupt-*"))
            {
                File.Delete(aside);
            }
        }
    }

    [Fact]
    public void A_lost_index_in_the_middle_is_built_again_with_the_numbers_that_were_lost()
    {
        using var folder = new LogFolder();
        for (var i = 0; i < 600; i++)
        {
            folder.Write($"line {i} of this log\n", i % 3 == 0 ? LogStream.Stderr : LogStream.Stdout);
        }

        var expected = folder.All().Select(line => (line.Sequence, line.Stream, LogFolder.Text(line))).ToList();
        folder.Log.Dispose();
        File.Delete(Path.Combine(folder.Path, "stdout.000002.idx"));

        folder.Reopen();

        Assert.Equal(expected, folder.All().Select(line => (line.Sequence, line.Stream, LogFolder.Text(line))));
    }

    [Fact]
    public void Without_any_index_all_lines_come_back()
    {
        using var folder = new LogFolder();
        folder.Write(string.Concat(Enumerable.Range(0, 1000).Select(i => $"line {i}\n")));
        var expected = folder.Texts();
        folder.Log.Dispose();
        foreach (var index in Directory.GetFiles(folder.Path, "*.idx"))
        {
            File.Delete(index);
        }

        folder.Reopen();

        Assert.Equal(expected, folder.Texts());
    }

    [Theory]
    [InlineData("")]
    [InlineData("garbage")]
    [InlineData("DRVRIDX\n and then nothing that makes sense, for long enough to be a whole header and a record or two ...................")]
    public void An_index_of_garbage_is_set_aside_and_built_again(string garbage)
    {
        using var folder = new LogFolder();
        folder.Write("one\ntwo\n");
        folder.Log.Dispose();
        File.WriteAllText(Path.Combine(folder.Path, "stdout.000001.idx"), garbage);

        folder.Reopen();

        Assert.Equal(["one", "two"], folder.Texts());
        Assert.Equal(garbage.Length > 0, folder.Log.Warnings.Count > 0);
        Assert.Equal(garbage.Length > 0, File.Exists(Path.Combine(folder.Path, "stdout.000001.idx.corrupt-1")));
        folder.Write("three\n");
        folder.Reopen();
        Assert.Equal(["one", "two", "three"], folder.Texts());
    }

    [Fact]
    public void A_segment_shorter_than_its_index_loses_only_what_is_gone_and_no_number_twice()
    {
        using var folder = new LogFolder();
        folder.Write("one\n");
        folder.Write("two\n");
        folder.Write("three\n");
        folder.Log.Dispose();
        var segment = Path.Combine(folder.Path, "stdout.000001.log");
        File.WriteAllBytes(segment, File.ReadAllBytes(segment)[..6]);

        folder.Reopen();

        Assert.Equal(["one"], folder.Texts());
        Assert.NotEmpty(folder.Log.Warnings);
        folder.Write("o\nfour\n");
        Assert.Equal([(1L, "one"), (4L, "two"), (5L, "four")], folder.All().Select(line => (line.Sequence, LogFolder.Text(line))));
        folder.Reopen();
        Assert.Equal(["one", "two", "four"], folder.Texts());
        Assert.Empty(folder.Log.Warnings);
    }

    [Fact]
    public void A_deleted_segment_in_the_middle_leaves_the_newer_ones()
    {
        using var folder = new LogFolder();
        folder.Write(string.Concat(Enumerable.Range(0, 2000).Select(i => $"line {i}\n")));
        folder.Log.Dispose();
        File.Delete(Path.Combine(folder.Path, "stdout.000002.log"));

        folder.Reopen();

        var texts = folder.Texts();
        Assert.NotEmpty(texts);
        Assert.Equal(Enumerable.Range(2000 - texts.Count, texts.Count).Select(i => $"line {i}"), texts);
        Assert.Equal(2000, folder.Log.Totals.Stdout.Lines);
        Assert.Equal(2000 - texts.Count, folder.Log.Totals.Stdout.DroppedLines);
        Assert.NotEmpty(folder.Log.Warnings);
    }

    [Fact]
    public void Any_content_opens()
    {
        var random = new Random(11);
        for (var round = 0; round < 100; round++)
        {
            using var folder = new LogFolder();
            folder.Write(string.Concat(Enumerable.Range(0, 900).Select(i => $"line {i}\n")));
            folder.Write("err\n", LogStream.Stderr);
            folder.Log.Dispose();
            foreach (var file in Directory.GetFiles(folder.Path))
            {
                var bytes = File.ReadAllBytes(file);
                switch (random.Next(5))
                {
                    case 0:
                        File.Delete(file);
                        break;
                    case 1:
                        File.WriteAllBytes(file, bytes[..random.Next(bytes.Length + 1)]);
                        break;
                    case 2 when bytes.Length > 0:
                        bytes[random.Next(bytes.Length)] ^= 0xFF;
                        File.WriteAllBytes(file, bytes);
                        break;
                    case 3:
                        random.NextBytes(bytes);
                        File.WriteAllBytes(file, bytes);
                        break;
                }
            }

            folder.Reopen();
            folder.Write("after\n");
            folder.Log.EndRun(1);
            Assert.Contains(folder.Texts(), text => text.EndsWith("after", StringComparison.Ordinal));
            Assert.Equal(folder.All().Count, folder.All().Select(line => line.Sequence).Distinct().Count());
            folder.Reopen();
            Assert.Contains(folder.Texts(), text => text.EndsWith("after", StringComparison.Ordinal));
        }
    }

    private static List<string> Sorted(List<string> texts, bool sort) => sort ? [.. texts.Order(StringComparer.Ordinal)] : texts;
}
