using System.Diagnostics;
using System.Text;
using Drover.IntegrationTests.Supervision.Logs;
using Drover.Supervision.Logs;
using Drover.Supervision.Posix;
using Drover.TestKit;
using Xunit;

namespace Drover.IntegrationTests.Supervision.Capture;

public sealed class FullDiskTests
{
    [Fact]
    public async Task On_a_full_disk_the_child_waits_and_every_byte_arrives_once_there_is_room()
    {
        using var disk = await SmallDisk.MountAsync("1m");
        using var run = new FifoRun();
        using var log = new LogFolder(new LogOptions { SegmentBytes = 256 << 10, RetainBytesPerStream = 1 << 30 }, disk.Path);
        await using var loop = CaptureTests.Loop();
        loop.Attach(run.Sources(), log.Log, 1, run.StatusFile, run);

        using var child = run.Start("seq 1 700000 >$OUT");
        await run.WaitForAsync($"degraded {Errno.ENOSPC}");
        log.Log.AppendSystem(1, "the disk is full");
        Assert.False(child.HasExited);

        await disk.ResizeAsync("32m");
        await run.WaitForAsync("recovered");
        await child.WaitForExitAsync(Patience.Token);
        run.CloseWriters();
        await run.WaitForAsync("Stdout ended");

        Assert.Equal(CaptureTests.Numbers(1, 700_000), Encoding.ASCII.GetString(log.Stored(LogStream.Stdout)));
        await Patience.UntilAsync(() => log.Log.Totals.System.Lines == 1);
        Assert.Equal(Enumerable.Range(1, 700_000).Select(n => $"{n}"), log.Texts(LogStreams.Stdout));
        Assert.Equal(["the disk is full"], log.Texts(LogStreams.System));
        Assert.Single(run.Told, told => told.StartsWith("degraded", StringComparison.Ordinal));
        Assert.Single(run.Told, told => told == "recovered");
    }

    [Fact]
    public async Task Bytes_whose_index_cannot_be_written_get_their_numbers_once_when_it_can()
    {
        using var run = new FifoRun();
        using var log = new LogFolder();
        await using var loop = CaptureTests.Loop();
        var index = Directory.CreateDirectory(Path.Combine(log.Path, "stdout.000001.idx"));
        var capture = loop.Attach(run.Sources(), log.Log, 1, run.StatusFile, run);

        await run.RunAsync("echo one >$OUT; echo err >$ERR");
        await run.WaitForAsync($"degraded {Errno.EISDIR}");
        await log.Log.WaitForMoreAsync(1, Patience.Token);
        Assert.Equal(["err"], log.Texts());
        await run.RunAsync("echo two >$OUT");
        index.Delete();
        await run.WaitForAsync("recovered");
        await capture.DrainAsync().Patiently();

        Assert.Equal(["err", "one", "two"], log.Texts());
        Assert.Equal("one\ntwo\n", Encoding.ASCII.GetString(log.Stored(LogStream.Stdout)));
    }

    [Fact]
    public async Task Lines_of_the_daemon_wait_in_memory_until_they_can_be_written()
    {
        using var log = new LogFolder();
        var inTheWay = Directory.CreateDirectory(Path.Combine(log.Path, "system.000001.log"));
        log.Log.AppendSystem(1, "first");
        log.Log.AppendSystem(1, "second");
        Assert.Equal(1, log.Log.NextSequence);

        inTheWay.Delete();
        await log.Log.WaitForMoreAsync(2, Patience.Token);

        Assert.Equal(["first", "second"], log.Texts());
    }

    [Fact]
    public async Task An_end_of_a_run_that_cannot_be_written_is_written_later()
    {
        using var log = new LogFolder();
        log.Write("half");
        var inTheWay = Directory.CreateDirectory(Path.Combine(log.Path, "stdout.000001.idx"));

        log.Log.EndRun(1);
        Assert.Empty(log.Texts());

        inTheWay.Delete();
        await log.Log.WaitForMoreAsync(1, Patience.Token);
        Assert.Equal(["half"], log.Texts());
    }

    /// <summary>A file system of a few megabytes. Only root may mount one: elsewhere the test is skipped, and says so.</summary>
    private sealed class SmallDisk(TempDir folder) : IDisposable
    {
        public string Path => folder.Path;

        public static async Task<SmallDisk> MountAsync(string size)
        {
            var folder = new TempDir();
            if (await RunAsync("mount", "-t", "tmpfs", "-o", $"size={size}", "drover-test", folder.Path) != 0)
            {
                folder.Dispose();
                Assert.Skip("A full disk needs a small tmpfs, which only root may mount.");
            }

            return new SmallDisk(folder);
        }

        public async Task ResizeAsync(string size) => Assert.Equal(0, await RunAsync("mount", "-o", $"remount,size={size}", folder.Path));

        public void Dispose()
        {
            using var unmount = Process.Start("umount", ["--lazy", folder.Path]);
            unmount.WaitForExit();
            folder.Dispose();
        }

        private static async Task<int> RunAsync(string program, params string[] arguments)
        {
            using var process = Process.Start(new ProcessStartInfo(program, arguments) { RedirectStandardError = true, UseShellExecute = false })!;
            await process.WaitForExitAsync(Patience.Token);
            return process.ExitCode;
        }
    }
}
