using System.Text;
using Drover.Supervision.Logs;
using Drover.Supervision.Logs.Text;
using FsCheck;
using FsCheck.Fluent;
using Xunit;

namespace Drover.IntegrationTests.Supervision.Logs;

public sealed class LogReadingTests
{
    [Fact]
    public void Any_chunking_gives_the_same_entries_and_bytes() =>
        Prop.ForAll(Gen.ListOf(Gen.Choose(1, 9000), 40).Zip(Gen.Choose(0, 1_000_000)).ToArbitrary(), input =>
        {
            var (sizes, seed) = input;
            var output = Output(new Random(seed));
            using var folder = new LogFolder();
            var at = 0;
            for (var i = 0; at < output.Length; i++)
            {
                var size = Math.Min(sizes[i % sizes.Count], output.Length - at);
                folder.Write(LogStream.Stdout, output.AsSpan(at, size));
                at += size;
            }

            folder.Log.EndRun(1);
            return folder.All().Select(LogFolder.Text).SequenceEqual(Entries(output)) && folder.Stored(LogStream.Stdout).AsSpan().SequenceEqual(output);
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(20));

    [Fact]
    public void Any_sequence_of_polls_gives_every_line_once() =>
        Prop.ForAll(Gen.Choose(0, 1_000_000).ToArbitrary(), seed =>
        {
            var random = new Random(seed);
            using var folder = new LogFolder();
            var streams = random.Next(3) switch { 0 => LogStreams.Stdout, 1 => LogStreams.Stderr | LogStreams.System, _ => LogStreams.Blended };
            LinePredicate? grep = null;
            Assert.True(random.Next(2) == 0 || LinePredicate.TryCreate(random.Next(2) == 0 ? "line 1" : "[13579]$", out grep, out _));
            var next = 1L;
            List<LogLine> polled = [];
            for (var step = 0; step < 200; step++)
            {
                WriteSomething(folder, random, step);
                if (random.Next(3) == 0)
                {
                    var batch = folder.Read(new LogQuery { SinceSequence = next, Limit = random.Next(1, 9), Streams = streams, Grep = grep });
                    Assert.Equal(batch.Lines.Count > 0 ? batch.Lines[^1].Sequence + 1 : next, batch.NextSequence);
                    polled.AddRange(batch.Lines);
                    next = batch.NextSequence;
                }
            }

            LogBatch rest;
            do
            {
                rest = folder.Read(new LogQuery { SinceSequence = next, Limit = random.Next(1, 50), Streams = streams, Grep = grep });
                polled.AddRange(rest.Lines);
                next = rest.NextSequence;
            }
            while (rest.Lines.Count > 0);

            var expected = folder.All(streams).Where(line => grep?.IsMatch(line.Bytes.Span) != false);
            return polled.Select(Key).SequenceEqual(expected.Select(Key));
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(30));

    [Fact]
    public void The_last_lines_are_the_end_of_all_lines_whatever_the_filter() =>
        Prop.ForAll(Gen.Choose(0, 1_000_000).ToArbitrary(), seed =>
        {
            var random = new Random(seed);
            using var folder = new LogFolder();
            for (var step = 0; step < 300; step++)
            {
                WriteSomething(folder, random, step);
            }

            var streams = random.Next(2) == 0 ? LogStreams.Blended : LogStreams.Stdout;
            var limit = random.Next(1, 400);
            var last = folder.Read(new LogQuery { Limit = limit, Streams = streams });
            var all = folder.All(streams);
            return last.Lines.Select(Key).SequenceEqual(all.TakeLast(limit).Select(Key)) && all.Select(line => line.Sequence).SequenceEqual(all.Select(line => line.Sequence).Order());
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(30));

    [Fact]
    public void Numbers_are_unique_and_without_holes_over_all_streams()
    {
        using var folder = new LogFolder();
        folder.Write("a\nb\n");
        folder.Write("c\n", LogStream.Stderr);
        folder.Log.AppendSystem(1, "stopped");
        folder.Write("d\n");

        Assert.Equal([1L, 2, 3, 4, 5], folder.All().Select(line => line.Sequence));
        Assert.Equal([LogStream.Stdout, LogStream.Stdout, LogStream.Stderr, LogStream.System, LogStream.Stdout], folder.All().Select(line => line.Stream));
        Assert.Equal(6, folder.Log.NextSequence);
        Assert.Equal(5, folder.Log.Totals.Blended.Lines);
    }

    [Fact]
    public void The_unfinished_tail_is_shown_and_becomes_an_entry_when_its_run_ends()
    {
        using var folder = new LogFolder();
        folder.Write("question\nContinue? [y/N] ");

        Assert.Equal("Continue? [y/N] ", Encoding.UTF8.GetString(folder.Log.ReadPartial(LogStream.Stdout).Span));
        Assert.Equal(["question"], folder.Texts());

        folder.Log.EndRun(1);

        Assert.Equal(["question", "Continue? [y/N] "], folder.Texts());
        Assert.Equal(0, folder.Log.ReadPartial(LogStream.Stdout).Length);
    }

    [Fact]
    public void An_unfinished_line_never_goes_on_in_the_next_run()
    {
        using var folder = new LogFolder();
        folder.Write("half", run: 1);
        folder.Write("whole\n", run: 2);

        Assert.Equal([("half", 1), ("whole", 2)], folder.All().Select(line => (LogFolder.Text(line), line.Run)));
    }

    [Fact]
    public void A_hundred_megabytes_without_a_newline_come_in_pieces_of_64_KiB()
    {
        using var folder = new LogFolder(new LogOptions());
        var chunk = Enumerable.Repeat((byte)'x', 1 << 20).ToArray();
        for (var i = 0; i < 100; i++)
        {
            folder.Write(LogStream.Stdout, chunk);
        }

        var last = folder.Read(new LogQuery { Limit = 10 });

        Assert.All(last.Lines, line => Assert.True(line is { Continued: true, Bytes.Length: 65_536 }));
        // The last piece waits for the byte that says whether it is whole.
        Assert.Equal(1599, folder.Log.Totals.Stdout.Lines);
        Assert.Equal(65_536, folder.Log.ReadPartial(LogStream.Stdout).Length);
    }

    [Fact]
    public void A_log_that_nobody_writes_to_keeps_no_file_open()
    {
        using var folder = new LogFolder();
        folder.Log.AppendSystem(1, "started");
        folder.Log.Attach();
        folder.Write("line\ntail");
        Assert.NotEmpty(OpenFiles(folder));

        folder.Log.Detach();
        folder.Log.EndRun(1);
        folder.Log.AppendSystem(1, "ended");

        Assert.Equal(["started", "line", "tail", "ended"], folder.Texts());
        Assert.Empty(OpenFiles(folder));
    }

    private static List<string> OpenFiles(LogFolder folder) =>
        [.. Directory.GetFiles("/proc/self/fd").Select(fd => new FileInfo(fd).LinkTarget ?? "").Where(target => target.StartsWith(folder.Path, StringComparison.Ordinal))];

    internal static byte[] Output(Random random)
    {
        var text = new MemoryStream();
        for (var i = 0; i < 60; i++)
        {
            switch (random.Next(8))
            {
                case 0:
                    text.Write(Encoding.UTF8.GetBytes(new string('l', random.Next(60_000, 70_000)) + "\n"));
                    break;
                case 1:
                    text.Write(Encoding.UTF8.GetBytes(string.Concat(Enumerable.Repeat("😀", random.Next(16_300, 16_500)))));
                    break;
                case 2:
                    var noise = new byte[random.Next(5000)];
                    random.NextBytes(noise);
                    text.Write(noise);
                    break;
                default:
                    text.Write(Encoding.UTF8.GetBytes(string.Concat(Enumerable.Range(0, random.Next(50)).Select(n => $"line {n}\n"))));
                    break;
            }
        }

        return text.ToArray();
    }

    internal static IEnumerable<string> Entries(byte[] output)
    {
        for (var at = 0; at < output.Length;)
        {
            var length = LineSplitter.Next(output.AsSpan(at), out _);
            length = length == 0 ? output.Length - at : length;
            var content = output.AsSpan(at, length);
            yield return Encoding.UTF8.GetString(content is [.., (byte)'\n'] ? content[..^1] : content);
            at += length;
        }
    }

    private static (long, LogStream, int, string) Key(LogLine line) => (line.Sequence, line.Stream, line.Run, LogFolder.Text(line));

    private static void WriteSomething(LogFolder folder, Random random, int step)
    {
        switch (random.Next(6))
        {
            case 0:
                folder.Log.AppendSystem(1, $"system {step}");
                break;
            case 1:
                folder.Write($"error line {step}\nsecond of {step}\n", LogStream.Stderr);
                break;
            case 2:
                folder.Write($"part of {step} ", (LogStream)random.Next(2));
                break;
            default:
                folder.Write(string.Concat(Enumerable.Range(0, random.Next(1, 30)).Select(n => $"line {step}.{n}\n")));
                break;
        }
    }
}
