using Drover.Contracts.Json;
using Drover.TestKit;
using Xunit;

namespace Drover.IntegrationTests.Daemon.Jobs;

public sealed class Many_jobs : IAsyncLifetime
{
    private readonly JobsDaemon _daemon = new(("DROVER_JOBS_KEEP", "20"));

    public ValueTask InitializeAsync() => _daemon.InitializeAsync();

    public ValueTask DisposeAsync() => _daemon.DisposeAsync();

    [Fact]
    public async Task Two_hundred_at_once_end_with_their_own_codes_and_only_the_last_ones_are_kept()
    {
        var ends = await Task.WhenAll(Enumerable.Range(0, 200).Select(async i =>
        {
            var frames = await _daemon.FramesAsync($"echo {i}; exit {i}");
            return (Printed: JobsDaemon.Text(frames), frames[^1].Frame.Code);
        }));
        Assert.Equal(Enumerable.Range(0, 200).Select(i => ($"{i}", (int?)i)), ends);

        await Patience.UntilAsync(async () => (await _daemon.GetAsync("/api/shell/jobs?state=all", DroverJson.Default.IReadOnlyListJob)).Count <= 22);
        Assert.InRange((await _daemon.GetAsync("/api/shell/jobs?state=all", DroverJson.Default.IReadOnlyListJob)).Count, 20, 22);
        await Patience.UntilAsync(() => Directory.EnumerateDirectories(Path.Combine(_daemon.Home, "state", "sessions")).Count() <= 22);
        Assert.Empty(await _daemon.GetAsync("/api/shell/jobs", DroverJson.Default.IReadOnlyListJob));
    }

    [Fact]
    public async Task A_reader_that_stalls_holds_nothing_up_and_misses_nothing()
    {
        const int Lines = 300_000;
        using var stalled = await _daemon.RunAsync(JobsDaemon.Sh($"yes 0123456789012345678901234567890123456789012345678901234567890123456789 | head -{Lines}"));
        var start = await stalled.ExpectAsync("start");
        Assert.Equal(0, (await _daemon.ExitAsync(start.Frame.JobId!)).Code);
        var rest = await stalled.RestAsync();
        Assert.Equal(Lines, rest.Count(frame => frame.Frame.Type == "stdout"));
        Assert.Equal((0, false), (rest[^1].Frame.Code, rest[^1].Frame.Truncated));
    }
}
