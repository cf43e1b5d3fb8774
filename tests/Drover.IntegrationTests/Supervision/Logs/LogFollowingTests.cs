using Drover.Supervision.Logs;
using Drover.Supervision.Logs.Text;
using Drover.TestKit;
using Xunit;

namespace Drover.IntegrationTests.Supervision.Logs;

public sealed class LogFollowingTests
{
    [Fact]
    public async Task A_second_follower_gets_the_backlog_and_each_gets_every_line_once()
    {
        using var folder = new LogFolder(new LogOptions { SegmentBytes = 64 << 10 });
        var first = Follow(folder, new LogQuery { FromStart = true });
        Write(folder, 0, 5000);
        var second = Follow(folder, new LogQuery { SinceSequence = 1 });
        var last = Follow(folder, new LogQuery { Limit = 10_000 });
        Write(folder, 5000, 5000);
        folder.Log.Complete();

        var expected = Enumerable.Range(0, 10_000).Select(n => $"line {n}").ToList();
        Assert.Equal(expected, await first.Patiently());
        Assert.Equal(expected, await second.Patiently());
        Assert.Equal(expected, await last.Patiently());
    }

    [Fact]
    public async Task Repeated_equal_lines_survive()
    {
        using var folder = new LogFolder();
        var lines = Follow(folder, new LogQuery { FromStart = true });
        for (var i = 0; i < 500; i++)
        {
            folder.Write("same\n");
        }

        folder.Log.Complete();

        Assert.Equal(Enumerable.Repeat("same", 500), await lines.Patiently());
    }

    [Fact]
    public async Task Followers_of_several_writers_get_each_line_once_and_in_order()
    {
        using var folder = new LogFolder(new LogOptions { SegmentBytes = 16 << 10 });
        var followers = Enumerable.Range(0, 8).Select(_ => FollowNumbers(folder)).ToList();
        var system = Task.Run(() =>
        {
            for (var i = 0; i < 1000; i++)
            {
                folder.Log.AppendSystem(1, $"system {i}");
            }
        }, TestContext.Current.CancellationToken);
        for (var i = 0; i < 3000; i++)
        {
            folder.Write($"out {i}\n");
            folder.Write($"err {i}\n", LogStream.Stderr);
        }

        await system.Patiently();
        folder.Log.Complete();

        foreach (var follower in followers)
        {
            Assert.Equal(Enumerable.Range(1, 7000).Select(n => (long)n), await follower.Patiently());
        }
    }

    [Fact]
    public async Task A_follower_with_a_pattern_and_context_gets_what_comes_after_a_match_later()
    {
        using var folder = new LogFolder();
        Assert.True(LinePredicate.TryCreate("hit", out var grep, out _));
        folder.Write("a\nb\nc\n");
        var lines = Follow(folder, new LogQuery { Grep = grep, Context = 2 });
        foreach (var line in new[] { "d", "hit 1", "e", "f", "g", "h", "i", "hit 2", "j" })
        {
            folder.Write(line + "\n");
        }

        folder.Log.Complete();

        Assert.Equal(["c", "d", "hit 1", "e", "f", "h", "i", "hit 2", "j"], await lines.Patiently());
    }

    [Fact]
    public async Task What_was_shown_behind_an_old_match_is_not_shown_again_before_a_live_one()
    {
        using var folder = new LogFolder();
        Assert.True(LinePredicate.TryCreate("hit", out var grep, out _));
        folder.Write("hit 1\na\nb\nc\n");
        var first = new TaskCompletionSource();
        var lines = Follow(folder, new LogQuery { Grep = grep, Context = 2 }, first);
        await first.Task.Patiently();
        folder.Write("hit 2\nd\n");
        folder.Log.Complete();

        Assert.Equal(["hit 1", "a", "b", "c", "hit 2", "d"], await lines.Patiently());
    }

    [Theory]
    [InlineData(null)]
    [InlineData("7")]
    public async Task Last_lines_that_are_too_much_for_one_read_all_come(string? pattern)
    {
        using var folder = new LogFolder(new LogOptions { SegmentBytes = 64 << 10 });
        LinePredicate? grep = null;
        Assert.True(pattern is null || LinePredicate.TryCreate(pattern, out grep, out _));
        Write(folder, 0, 20_000);
        var query = new LogQuery { Limit = 3000, MaxBytes = 4096, Grep = grep };
        var expected = Enumerable.Range(0, 20_000).Select(n => $"line {n}").Where(line => pattern is null || line.Contains(pattern, StringComparison.Ordinal)).TakeLast(3000).ToList();

        Assert.Equal(expected, folder.Reader.ReadLast(query, TestContext.Current.CancellationToken).SelectMany(batch => batch.Lines).Select(LogFolder.Text));
        var lines = Follow(folder, query);
        folder.Log.Complete();
        Assert.Equal(expected, await lines.Patiently());
    }

    [Fact]
    public async Task A_follower_ends_when_the_owner_says_so_and_has_read_all_until_then()
    {
        using var folder = new LogFolder();
        var over = false;
        var changed = new TaskCompletionSource();
        folder.Log.Complete();
        var lines = Task.Run(async () =>
        {
            List<string> read = [];
            await foreach (var batch in folder.Reader.FollowAsync(new LogQuery { FromStart = true }, () => new FollowState(Volatile.Read(ref over), changed.Task), Patience.Token))
            {
                read.AddRange(batch.Lines.Select(LogFolder.Text));
            }

            return read;
        }, TestContext.Current.CancellationToken);
        folder.Write("one\n");
        Volatile.Write(ref over, true);
        changed.SetResult();

        Assert.Equal(["one"], await lines.Patiently());
    }

    [Fact]
    public async Task A_wait_ends_for_a_line_for_a_partial_and_for_the_end()
    {
        using var folder = new LogFolder();
        var seen = folder.Log.Position;
        var line = folder.Log.WaitForMoreAsync(1, Patience.Token);
        var partial = folder.Log.WaitForMoreAsync(seen, Patience.Token);
        Assert.False(line.IsCompleted);

        folder.Write("prompt> ");
        await partial.Patiently();
        Assert.False(line.IsCompleted);

        folder.Write("yes\n");
        await line.Patiently();
        var end = folder.Log.WaitForMoreAsync(2, Patience.Token);
        folder.Log.Complete();
        await end.Patiently();
    }

    [Fact]
    public async Task A_wait_can_be_given_up()
    {
        using var folder = new LogFolder();
        using var source = new CancellationTokenSource();
        var wait = folder.Log.WaitForMoreAsync(1, source.Token);

        await source.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => wait);
    }

    [Fact]
    public async Task Followers_that_never_read_cost_the_writer_nothing()
    {
        using var folder = new LogFolder(new LogOptions { SegmentBytes = 1 << 20 });
        var idle = Enumerable.Range(0, 2000).Select(_ => new LogReader(folder.Log).FollowAsync(new LogQuery(), Patience.Token).GetAsyncEnumerator(Patience.Token)).ToList();
        var moves = idle.Select(follower => follower.MoveNextAsync().AsTask()).ToList();

        Write(folder, 0, 20_000);

        Assert.Equal(20_000, folder.Log.Totals.Stdout.Lines);
        Assert.All(await Task.WhenAll(moves).Patiently(), Assert.True);
        foreach (var follower in idle)
        {
            await follower.DisposeAsync();
        }
    }

    private static Task<List<string>> Follow(LogFolder folder, LogQuery query, TaskCompletionSource? first = null) => Task.Run(async () =>
    {
        List<string> lines = [];
        await foreach (var batch in folder.Reader.FollowAsync(query, Patience.Token))
        {
            lines.AddRange(batch.Lines.Select(LogFolder.Text));
            first?.TrySetResult();
        }

        return lines;
    });

    private static Task<List<long>> FollowNumbers(LogFolder folder) => Task.Run(async () =>
    {
        List<long> numbers = [];
        await foreach (var batch in folder.Reader.FollowAsync(new LogQuery { FromStart = true }, Patience.Token))
        {
            numbers.AddRange(batch.Lines.Select(line => line.Sequence));
        }

        return numbers;
    });

    private static void Write(LogFolder folder, int from, int count)
    {
        for (var n = from; n < from + count; n++)
        {
            folder.Write($"line {n}\n");
        }
    }
}
