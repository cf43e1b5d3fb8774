using Drover.Contracts.Sessions;
using Drover.TestKit;
using Xunit;

namespace Drover.EndToEndTests.Stories;

/// <summary>
/// The bad afternoon: twelve processes, one of them flooding, and a daemon that is killed with -9 again and again. Nothing is lost: no process, no
/// byte, no exit code.
/// </summary>
public sealed class BadAfternoonStory : IAsyncLifetime
{
    private const int Kills = 3;
    private const long BytesBetweenKills = 4 << 20;

    private readonly DroverHome _home = new();
    private readonly TempDir _folder = new();

    public ValueTask InitializeAsync()
    {
        // The whole flood is compared: nothing of it may be old enough to be removed.
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
    public async Task The_daemon_is_killed_in_a_flood_three_times_and_nobody_loses_a_byte_a_process_or_an_exit_code()
    {
        await ServeAsync("flood", "numbered", "block=60000", "pause-ms=1", "code=3", $"copy={_folder["copy"]}", $"until={_folder["flood-ends"]}");
        await ServeAsync("crasher", "crash-after", "code=7", $"until={_folder["crash"]}");
        for (var number = 1; number <= 10; number++)
        {
            await ServeAsync($"quiet-{number}", "sleep", "ready");
        }

        var before = await ProcessesAsync();
        Assert.Equal(12, before.Count);
        for (var kill = 1; kill <= Kills; kill++)
        {
            await FloodGrowsAsync();
            await _home.KillDaemonAsync();
            if (kill == 2)
            {
                // This one ends while nobody looks.
                await File.WriteAllTextAsync(_folder["crash"], "", Patience.Token);
                await ProcessAssert.IsGoneAsync(before["crasher"].Pid, before["crasher"].StartTime);
                before.Remove("crasher");
            }

            (await _home.RunAsync("ls")).Succeeded();
            Assert.Equal(before, await ProcessesAsync());
        }

        await File.WriteAllTextAsync(_folder["flood-ends"], "", Patience.Token);
        Assert.Equal(3, await ExitCodeAsync("flood"));
        Assert.Equal(7, await ExitCodeAsync("crasher"));
        await AssertSameBytesAsync();
    }

    private async Task ServeAsync(string label, params string[] child) =>
        (await _home.RunAsync(["serve", "-q", "--label", label, "--", .. Children.Command(child[0], child[1..])])).Succeeded();

    /// <summary>Pid and start time of every active session that has a process, by label.</summary>
    private async Task<Dictionary<string, (int Pid, long StartTime)>> ProcessesAsync()
    {
        var sessions = (await _home.Client.ListAsync(cancellation: Patience.Token)).Value.Value.Sessions;
        var processes = new Dictionary<string, (int Pid, long StartTime)>(StringComparer.Ordinal);
        foreach (var session in sessions.Where(session => session.State == SessionState.Running))
        {
            processes[session.Label!] = (session.Pid!.Value, ProcessAssert.StartTime(session.Pid.Value) ?? 0);
        }

        return processes;
    }

    /// <summary>Until the flood's log has visibly grown since we looked: it is in full flow.</summary>
    private async Task FloodGrowsAsync()
    {
        var start = await CapturedAsync();
        await Patience.UntilAsync(async () => await CapturedAsync() >= start + BytesBetweenKills);
    }

    private async Task<long> CapturedAsync() => (await SegmentsAsync()).Where(File.Exists).Sum(path => new FileInfo(path).Length);

    private async Task<IReadOnlyList<string>> SegmentsAsync() =>
        (await _home.Client.GetAsync("flood", Patience.Token)).Value.Value.LogPaths.Stdout;

    private async Task<int?> ExitCodeAsync(string label)
    {
        var waited = (await _home.Client.WaitAsync(label, new WaitRequest { For = WaitFor.Exit }, Patience.Token)).Value.Value;
        Assert.Equal(WaitOutcome.Exited, waited.Outcome);
        return waited.ExitCode;
    }

    private async Task AssertSameBytesAsync()
    {
        var session = (await _home.Client.GetAsync("flood", Patience.Token)).Value.Value;
        await using var written = File.OpenRead(_folder["copy"]);
        Assert.Equal(written.Length, session.StdoutBytes);
        Assert.Equal(written.Length, await CapturedAsync());

        var expected = new byte[1 << 20];
        var actual = new byte[1 << 20];
        long position = 0;
        foreach (var path in session.LogPaths.Stdout)
        {
            await using var segment = File.OpenRead(path);
            int count;
            while ((count = await segment.ReadAsync(actual, Patience.Token)) > 0)
            {
                await written.ReadExactlyAsync(expected.AsMemory(0, count), Patience.Token);
                Assert.True(expected.AsSpan(0, count).SequenceEqual(actual.AsSpan(0, count)), $"{path} differs from what was written, from byte {position} on");
                position += count;
            }
        }
    }
}
