using System.Diagnostics;
using Drover.Contracts.Sessions;
using Drover.TestKit;
using Xunit;

namespace Drover.EndToEndTests.Daemon;

/// <summary>What splice promises is the file system's to keep: the daemon is killed with -9 at random moments of a flood on each that people keep their homes on.</summary>
public sealed class KilledOnEveryFileSystemTests : IAsyncLifetime
{
    private const int Kills = 6;
    private static readonly TimeSpan LongestLife = TimeSpan.FromMilliseconds(400);

    private readonly DroverHome _home = new();
    private readonly TempDir _folder = new();
    private bool _isMounted;

    public ValueTask InitializeAsync()
    {
        _home.Environment["DROVER_LOGS_RETAIN_BYTES_PER_STREAM"] = "4GiB";
        _home.Environment["DROVER_LOGS_TOTAL_BYTES"] = "8GiB";
        return ValueTask.CompletedTask;
    }

    public async ValueTask DisposeAsync()
    {
        if (_isMounted)
        {
            await RunAsync("umount", "--lazy", _home.Path);
        }

        await _home.DisposeAsync();
        if (_isMounted)
        {
            await RunAsync("umount", "--lazy", _folder.Path);
        }

        _folder.Dispose();
    }

    [Theory]
    [InlineData("tmpfs")]
    [InlineData("ext4")]
    [InlineData("xfs")]
    [InlineData("btrfs")]
    [InlineData("overlay")]
    public async Task A_flood_is_whole_after_kills_at_random_moments(string fileSystem)
    {
        await MountAsync(fileSystem);
        var copy = Path.Combine(_folder.Path, "copy");
        var ends = Path.Combine(_folder.Path, "ends");
        string[] flood = ["block=8000", "pause-ms=1", "code=3", $"copy={copy}", $"until={ends}"];
        (await _home.RunAsync(["serve", "-q", "--label", "flood", "--wait-for", "running", "--", .. Children.Command("numbered", flood)])).Succeeded();

        for (var kill = 0; kill < Kills; kill++)
        {
            var daemon = await _home.DaemonAsync();
            var (start, life) = (Stopwatch.GetTimestamp(), LongestLife * Random.Shared.NextDouble());
            await Patience.UntilAsync(() => Stopwatch.GetElapsedTime(start) >= life, "the moment to kill it at");
            await DroverHome.KillAsync(daemon);
            (await _home.RunAsync("ls")).Succeeded();
        }

        await File.WriteAllTextAsync(ends, "", Patience.Token);
        var end = await _home.Client.WaitAsync("flood", new WaitRequest { For = WaitFor.Exit }, Patience.Token);
        Assert.Equal(3, end.Value.Value.ExitCode);
        var session = (await _home.Client.GetAsync("flood", Patience.Token)).Value.Value;
        var stored = session.LogPaths.Stdout.SelectMany(File.ReadAllBytes).ToArray();
        var written = await File.ReadAllBytesAsync(copy, Patience.Token);
        Assert.True(stored.AsSpan().SequenceEqual(written), $"{stored.Length} bytes are kept, {written.Length} were written, first difference at {stored.AsSpan().CommonPrefixLength(written)}");
        Assert.Equal(written.Length, session.StdoutBytes);
    }

    /// <summary>Puts the home on such a file system. Only root may; elsewhere, or where the system has no such thing, the test is skipped, and says so.</summary>
    private async Task MountAsync(string fileSystem)
    {
        // Not below the home's own folder: an overlay takes its upper folder from another file system than an overlay.
        _isMounted = await RunAsync("mount", "-t", "tmpfs", "drover-test", _folder.Path);
        Assert.SkipUnless(_isMounted, "File systems are mounted, which only root may do.");
        var done = fileSystem switch
        {
            "tmpfs" => await RunAsync("mount", "-t", "tmpfs", "drover-test", _home.Path),
            "overlay" => await RunAsync(
                "mount", "-t", "overlay", "drover-test", "-o", $"lowerdir={_folder.Folder("lower")},upperdir={_folder.Folder("upper")},workdir={_folder.Folder("work")}", _home.Path),
            _ => await RunAsync("truncate", "-s", "512M", _folder["image"])
                && await RunAsync($"mkfs.{fileSystem}", "-q", _folder["image"])
                && await RunAsync("mount", "-o", "loop", _folder["image"], _home.Path),
        };
        Assert.SkipUnless(done, $"There is no {fileSystem} on this machine.");
    }

    private static async Task<bool> RunAsync(string program, params string[] arguments)
    {
        // By env: a program that is not there is an exit code then.
        using var process = Process.Start(new ProcessStartInfo("env", [program, .. arguments]) { UseShellExecute = false, RedirectStandardError = true, RedirectStandardOutput = true })!;
        await process.WaitForExitAsync(Patience.Token);
        return process.ExitCode == 0;
    }
}
