using System.Text;
using Drover.IntegrationTests.Supervision.Logs;
using Drover.Supervision.Capture;
using Drover.Supervision.Logs;
using Drover.Supervision.Posix;
using Drover.TestKit;
using Microsoft.Extensions.Logging.Abstractions;
using Xunit;

namespace Drover.IntegrationTests.Supervision.Capture;

public sealed class CaptureTests
{
    [Theory]
    [InlineData(CaptureMode.Splice)]
    [InlineData(CaptureMode.Copy)]
    public async Task Every_byte_of_both_streams_arrives_over_many_segments(CaptureMode mode)
    {
        using var run = new FifoRun();
        using var log = new LogFolder(new LogOptions { SegmentBytes = 128 << 10, RetainBytesPerStream = 1 << 30 });
        await using var loop = Loop(mode);
        var capture = loop.Attach(run.Sources(), log.Log, 1, run.StatusFile, run);

        await run.RunAsync("seq 1 300000 >$OUT & seq 300001 600000 >$ERR & wait; echo 'exited 0' >$STATUS");
        run.CloseWriters();
        await Task.WhenAll(run.WaitForAsync("Stdout ended"), run.WaitForAsync("Stderr ended"), run.WaitForAsync("status ended"));

        Assert.Equal(Numbers(1, 300_000), Encoding.ASCII.GetString(log.Stored(LogStream.Stdout)));
        Assert.Equal(Numbers(300_001, 300_000), Encoding.ASCII.GetString(log.Stored(LogStream.Stderr)));
        Assert.Equal("exited 0\n", await File.ReadAllTextAsync(run.StatusFile, TestContext.Current.CancellationToken));
        Assert.Equal(600_000, log.Log.Totals.Blended.Lines);
        Assert.Equal(300_000, log.All(LogStreams.Stderr).Count);
        Assert.True(capture.OutputEnded);
        Assert.Equal(mode == CaptureMode.Splice, capture.IsKillSafe);
    }

    [Fact]
    public async Task A_pipe_that_ended_before_it_was_attached_is_taken_to_its_end()
    {
        using var run = new FifoRun();
        using var log = new LogFolder();
        await run.RunAsync("echo early >$OUT; echo 'exited 7' >$STATUS");
        run.CloseWriters();

        await using var loop = Loop();
        loop.Attach(run.Sources(), log.Log, 1, run.StatusFile, run);

        await Task.WhenAll(run.WaitForAsync("Stdout ended"), run.WaitForAsync("Stderr ended"), run.WaitForAsync("status ended"));
        Assert.Equal(["early"], log.Texts());
        Assert.Equal("exited 7\n", await File.ReadAllTextAsync(run.StatusFile, TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task A_drain_takes_what_is_in_the_pipes_while_writers_go_on()
    {
        using var run = new FifoRun();
        using var log = new LogFolder();
        await using var loop = Loop();
        var capture = loop.Attach(run.Sources(), log.Log, 1, run.StatusFile, run);

        await run.RunAsync("echo out >$OUT; echo err >$ERR; printf tail >$OUT");
        await capture.DrainAsync().Patiently();

        Assert.Equal(["err", "out"], log.Texts().Order(StringComparer.Ordinal));
        Assert.Equal("tail"u8.ToArray(), log.Log.ReadPartial(LogStream.Stdout).ToArray());
        Assert.False(capture.OutputEnded);
    }

    [Fact]
    public async Task Captures_that_follow_each_other_in_mid_flood_lose_and_double_nothing()
    {
        using var run = new FifoRun();
        using var log = new LogFolder(new LogOptions { SegmentBytes = 1 << 20, RetainBytesPerStream = 1 << 30 });
        using var child = run.Start("seq 1 2000000 >$OUT");
        var wanted = 0L;
        for (var n = 0; n < 5; n++)
        {
            await using var loop = Loop();
            loop.Attach(run.Sources(), log.Log, 1, run.StatusFile, run);
            // A fast machine may have it all at once.
            wanted = Math.Min(Math.Max(wanted, log.Log.NextSequence) + 20_000, 2_000_000);
            await log.Log.WaitForMoreAsync(wanted, Patience.Token);
            // The loop ends wherever it is; then the log is opened again like after a crash.
            await loop.DisposeAsync();
            log.Reopen();
        }

        await using var last = Loop();
        last.Attach(run.Sources(), log.Log, 1, run.StatusFile, run);
        await child.WaitForExitAsync(Patience.Token);
        run.CloseWriters();
        await run.WaitForAsync("Stdout ended");

        Assert.Equal(Numbers(1, 2_000_000), Encoding.ASCII.GetString(log.Stored(LogStream.Stdout)));
        Assert.Equal(2_000_000, log.Log.Totals.Stdout.Lines);
        var tail = log.Read(new LogQuery { Limit = 1 });
        Assert.Equal("2000000", LogFolder.Text(tail.Lines[0]));
        Assert.Equal(2_000_000, tail.Lines[0].Sequence);
    }

    [Fact]
    public async Task After_a_detach_bytes_wait_in_the_pipe_for_the_next_capture()
    {
        using var run = new FifoRun();
        using var log = new LogFolder();
        await using var loop = Loop();
        var first = loop.Attach(run.Sources(), log.Log, 1, run.StatusFile, run);
        await run.RunAsync("echo one >$OUT");
        await first.DetachAsync().Patiently();
        await run.RunAsync("echo two >$OUT");

        Assert.Equal(["one"], log.Texts());
        var second = loop.Attach(run.Sources(), log.Log, 1, run.StatusFile, run);
        await second.DrainAsync().Patiently();
        Assert.Equal(["one", "two"], log.Texts());
    }

    [Fact]
    public async Task Lines_a_millisecond_apart_keep_their_order_over_both_streams()
    {
        using var run = new FifoRun();
        using var log = new LogFolder();
        await using var loop = Loop();
        loop.Attach(run.Sources(), log.Log, 1, run.StatusFile, run);

        await run.RunAsync("exec 3>$OUT 4>$ERR; for n in 1 2 3 4 5 6 7 8 9 10; do echo $n >&3; sleep 0.01; echo $n >&4; sleep 0.01; done");
        await log.Log.WaitForMoreAsync(20, Patience.Token);

        Assert.Equal(Enumerable.Range(1, 10).SelectMany(n => new[] { $"{n}", $"{n}" }), log.Texts());
        Assert.Equal(LogStream.Stdout, log.All()[0].Stream);
        Assert.Equal(LogStream.Stderr, log.All()[1].Stream);
    }

    [Fact]
    public async Task Many_tiny_writes_are_drained_together()
    {
        using var run = new FifoRun();
        using var log = new LogFolder(new LogOptions { RetainBytesPerStream = 1 << 30 });
        await using var loop = Loop();
        loop.Attach(run.Sources(), log.Log, 1, run.StatusFile, run);

        await run.RunAsync("exec 3>$OUT; i=0; while [ $i -lt 50000 ]; do echo $i >&3; i=$((i+1)); done");
        await log.Log.WaitForMoreAsync(50_000, Patience.Token);

        Assert.Equal(50_000, log.All().Count);
        var records = new FileInfo(Path.Combine(log.Path, "stdout.000001.idx")).Length / 48;
        Assert.InRange(records, 1, 25_000);
    }

    [Fact]
    public async Task A_terminal_is_captured_through_the_pipe()
    {
        using var run = new FifoRun();
        using var log = new LogFolder();
        await using var loop = Loop();
        var sources = run.Sources();
        var master = Terminals.OpenMaster();
        Assert.True(master >= 0);
        Assert.Equal(0, Terminals.SlavePath(master, out var slave));
        var capture = loop.Attach(sources with { PtyMaster = new FileDescriptor(master), OutPath = run["out"] }, log.Log, 1, run.StatusFile, run);

        using var child = run.Start($"exec >{slave} 2>&1 </dev/null; echo hello; seq 1 20000");
        await child.WaitForExitAsync(Patience.Token);
        run.CloseWriters();
        await run.WaitForAsync("Stdout ended");

        var texts = log.Texts();
        Assert.Equal(20_001, texts.Count);
        Assert.Equal("hello\r", texts[0]);
        Assert.Equal("20000\r", texts[^1]);
        Assert.True(capture.OutputEnded);
    }

    [Fact]
    public async Task A_loop_that_has_ended_refuses_nothing_and_hangs_nobody()
    {
        using var run = new FifoRun();
        using var log = new LogFolder();
        var loop = Loop();
        await loop.DisposeAsync();
        await loop.DisposeAsync();

        var capture = loop.Attach(run.Sources(), log.Log, 1, run.StatusFile, run);

        await capture.DrainAsync().Patiently();
        await capture.DetachAsync().Patiently();
    }

    internal static CaptureLoop Loop(CaptureMode mode = CaptureMode.Splice, LogStore? store = null) =>
        new(mode, TimeProvider.System, NullLogger.Instance, store);

    internal static string Numbers(int first, int count)
    {
        var text = new StringBuilder();
        for (var n = first; n < first + count; n++)
        {
            text.Append(n).Append('\n');
        }

        return text.ToString();
    }
}
