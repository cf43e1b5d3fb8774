using System.Diagnostics;
using Drover.Contracts.Sessions;
using Drover.TestKit;
using Xunit;

namespace Drover.EndToEndTests.Daemon;

/// <summary>
/// A daemon that has runs to take up is killed with -9 at moments spread over its whole start, one daemon after the other, while a program prints and
/// another ends. The one that is let live finds every process, every byte and every exit code.
/// </summary>
public sealed class KilledWhileItStartsTests : IAsyncLifetime
{
    private const int Starts = 8;

    private readonly DroverHome _home = new();
    private readonly TempDir _folder = new();

    public ValueTask InitializeAsync()
    {
        _home.Environment["DROVER_LOGS_RETAIN_BYTES_PER_STREAM"] = "4GiB";
        _home.Environment["DROVER_LOGS_TOTAL_BYTES"] = "8GiB";
        return ValueTask.CompletedTask;
    }

    public async ValueTask DisposeAsync()
    {
        await _home.DisposeAsync();
        _folder.Dispose();
    }

    [Fact]
    public async Task Starts_that_are_cut_off_lose_no_process_no_byte_and_no_exit_code()
    {
        await ServeAsync("flood", "numbered", "block=6000", "pause-ms=1", "code=3", $"copy={_folder["copy"]}", $"until={_folder["flood-ends"]}");
        await ServeAsync("crasher", "crash-after", "code=7", $"until={_folder["crash"]}");
        await ServeAsync("quiet", "sleep", "ready");
        var quiet = await PidAsync("quiet");
        await _home.KillDaemonAsync();

        // A start that is let through tells how long one takes; the others are cut off at an eighth of it, two eighths, and so on.
        var watch = Stopwatch.StartNew();
        (await _home.RunAsync("ls")).Succeeded();
        var whole = watch.Elapsed;
        await _home.KillDaemonAsync();
        for (var start = 1; start <= Starts; start++)
        {
            await using var daemon = _home.Start("daemon", "run");
            var began = ProcessAssert.StartTime(daemon.Pid);
            watch.Restart();
            await Patience.UntilAsync(() => watch.Elapsed >= whole * start / Starts, "the moment to kill it at");
            if (start == Starts / 2)
            {
                // This one ends while no daemon lives long enough to be told.
                await File.WriteAllTextAsync(_folder["crash"], "", Patience.Token);
            }

            Assert.NotNull(began);
            await DroverHome.KillAsync((daemon.Pid, began.Value));
        }

        (await _home.RunAsync("ls")).Succeeded();

        Assert.Equal(quiet, await PidAsync("quiet"));
        Assert.Equal(7, await ExitCodeAsync("crasher"));
        await File.WriteAllTextAsync(_folder["flood-ends"], "", Patience.Token);
        Assert.Equal(3, await ExitCodeAsync("flood"));
        var flood = (await _home.Client.GetAsync("flood", Patience.Token)).Value.Value;
        var stored = flood.LogPaths.Stdout.SelectMany(File.ReadAllBytes).ToArray();
        var written = await File.ReadAllBytesAsync(_folder["copy"], Patience.Token);
        Assert.True(stored.AsSpan().SequenceEqual(written), "the log is what was written");
        Assert.Equal(stored.Length, flood.StdoutBytes);
        Assert.Equal(stored.Count(value => value == '\n'), flood.StdoutLines - (stored[^1] == '\n' ? 0 : 1));
    }

    private async Task ServeAsync(string label, params string[] child) =>
        (await _home.RunAsync(["serve", "-q", "--label", label, "--wait-for", "running", "--", .. Children.Command(child[0], child[1..])])).Succeeded();

    private async Task<(int Pid, long? StartTime)> PidAsync(string label)
    {
        var session = (await _home.Client.GetAsync(label, Patience.Token)).Value.Value;
        Assert.Equal(SessionState.Running, session.State);
        return (session.Pid!.Value, ProcessAssert.StartTime(session.Pid.Value));
    }

    private async Task<int?> ExitCodeAsync(string label) =>
        (await _home.Client.WaitAsync(label, new WaitRequest { For = WaitFor.Exit }, Patience.Token)).Value.Value.ExitCode;
}
