using Drover.Supervision.Logs;
using Drover.Supervision.Logs.Text;
using Xunit;

namespace Drover.IntegrationTests.Supervision.Logs;

public sealed class LogSearchTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(100)]
    public void Matches_and_their_surroundings_come_once_however_small_the_reads_are(int limit)
    {
        using var folder = new LogFolder();
        Assert.True(LinePredicate.TryCreate("hit", out var grep, out _));
        folder.Write("a\nb\nhit 1\nhit 2\nc\nhit 3\nd\ne\nf\nhit 4\n");
        List<string> lines = [];
        LogBatch batch;
        var next = 1L;
        do
        {
            batch = folder.Reader.Read(new LogQuery { SinceSequence = next, Grep = grep, Context = 1, Limit = limit }, TestContext.Current.CancellationToken);
            lines.AddRange(batch.Lines.Select(LogFolder.Text));
            next = batch.NextSequence;
        }
        while (batch.More);

        Assert.Equal(["b", "hit 1", "hit 2", "c", "hit 3", "d", "f", "hit 4"], lines);
    }

    [Fact]
    public void A_search_finds_what_a_plain_walk_finds_in_text_with_colours_and_carriage_returns()
    {
        using var folder = new LogFolder(new LogOptions { SegmentBytes = 256 << 10 });
        var random = new Random(7);
        for (var i = 0; i < 400; i++)
        {
            var chunk = string.Concat(Enumerable.Range(0, random.Next(1, 200)).Select(n => $"line {i}.{n} {(random.Next(50) == 0 ? "nee\u001b[1mdle" : "hay")} {(random.Next(80) == 0 ? "needle" : "")}{(random.Next(90) == 0 ? "\rneedle" : "")}\n"));
            folder.Write(chunk);
        }

        foreach (var pattern in new[] { "needle", "n[e]+dle", "^needle$", "line 3.*needle", "absent" })
        {
            Assert.True(LinePredicate.TryCreate(pattern, out var grep, out _));
            var expected = folder.All().Where(line => grep.IsMatch(line.Bytes.Span)).Select(line => line.Sequence).ToList();

            Assert.Equal(expected, folder.Read(new LogQuery { FromStart = true, Limit = int.MaxValue, Grep = grep }).Lines.Select(line => line.Sequence));
            Assert.Equal(expected.TakeLast(5), folder.Read(new LogQuery { Limit = 5, Grep = grep }).Lines.Select(line => line.Sequence));
        }
    }

    [Fact]
    public void Context_brings_the_lines_around_a_match_once()
    {
        using var folder = new LogFolder();
        folder.Write(string.Concat(Enumerable.Range(1, 20).Select(n => n is 5 or 7 or 15 ? $"hit {n}\n" : $"line {n}\n")));
        Assert.True(LinePredicate.TryCreate("hit", out var grep, out _));

        var batch = folder.Read(new LogQuery { FromStart = true, Grep = grep, Context = 2 });

        Assert.Equal([3L, 4, 5, 6, 7, 8, 9, 13, 14, 15, 16, 17], batch.Lines.Select(line => line.Sequence));
        Assert.Equal([5L, 7, 15], batch.Lines.Where(line => line.Matched).Select(line => line.Sequence));
        Assert.Equal([15L], folder.Read(new LogQuery { SinceSequence = 15, Grep = grep, Context = 0 }).Lines.Select(line => line.Sequence));
        Assert.Equal(15, folder.Read(new LogQuery { SinceSequence = 15, Grep = grep, Context = 2 }).Lines[0].Sequence);
    }

    [Fact]
    public void Runs_times_and_levels_can_be_asked_for()
    {
        using var folder = new LogFolder();
        folder.Write("old\nerror: old\n", run: 1);
        var between = TimeProvider.System.GetUtcNow();
        folder.Write("new\nWARN new\nerror: new\n", run: 2);

        Assert.Equal(["new", "WARN new", "error: new"], Read(new LogQuery { SinceRun = 2 }));
        Assert.Equal(["new", "WARN new", "error: new"], Read(new LogQuery { Since = between }));
        Assert.Equal(["old", "error: old"], Read(new LogQuery { Until = between, FromStart = true }));
        Assert.Equal(["error: old", "error: new"], Read(new LogQuery { Level = LineLevel.Error }));
        Assert.Equal(["WARN new", "error: new"], Read(new LogQuery { Level = LineLevel.Warn, SinceRun = 2 }));

        List<string> Read(LogQuery query) => [.. folder.Read(query).Lines.Select(LogFolder.Text)];
    }

    [Fact]
    public void Too_many_bytes_cut_the_oldest_of_the_last_lines_and_the_end_of_a_forward_read()
    {
        using var folder = new LogFolder();
        folder.Write(string.Concat(Enumerable.Range(1, 100).Select(n => $"{n:D9}\n")));

        var last = folder.Read(new LogQuery { MaxBytes = 30 });
        var first = folder.Read(new LogQuery { FromStart = true, MaxBytes = 30 });

        Assert.Equal([98L, 99, 100], last.Lines.Select(line => line.Sequence));
        Assert.True(last.Truncated);
        Assert.Equal([1L, 2, 3], first.Lines.Select(line => line.Sequence));
        Assert.True(first.More);
        Assert.Equal(4, first.NextSequence);
    }

    [Fact]
    public void Any_limit_is_taken()
    {
        using var folder = new LogFolder();
        folder.Write("a\nb\n");

        Assert.Empty(folder.Read(new LogQuery { Limit = 0 }).Lines);
        Assert.Equal(3, folder.Read(new LogQuery { Limit = 0 }).NextSequence);
        Assert.Equal(2, folder.Read(new LogQuery { Limit = 1_000_000_000 }).Lines.Count);
        Assert.Equal(99, folder.Read(new LogQuery { SinceSequence = 99 }).NextSequence);
        Assert.Equal(1, folder.Read(new LogQuery { SinceSequence = -5, Limit = 1 }).Lines[0].Sequence);
    }
}
