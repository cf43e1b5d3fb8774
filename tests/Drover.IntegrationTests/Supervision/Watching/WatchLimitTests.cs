using Drover.Supervision.Watching;
using Drover.TestKit;
using Xunit;

namespace Drover.IntegrationTests.Supervision.Watching;

public sealed class WatchLimitTests : WatchFixture
{
    [Theory]
    [InlineData("/", WatchFailureKind.PathRefused)]
    [InlineData("/proc/self", WatchFailureKind.PathRefused)]
    [InlineData("drover-data/sessions", WatchFailureKind.PathRefused)]
    [InlineData("missing", WatchFailureKind.PathMissing)]
    [InlineData("file/below", WatchFailureKind.PathMissing)]
    [InlineData("loop", WatchFailureKind.PathUnreadable)]
    public async Task A_path_that_cannot_be_watched_is_named(string path, WatchFailureKind kind)
    {
        Dir.Folder("drover-data/sessions");
        Dir.Write("file", "");
        File.CreateSymbolicLink(Dir["loop"], "loop");
        var failed = Assert.IsType<WatchStartResult.Failed>(await Watcher.WatchAsync(Spec(".", path), _ => { }));
        Assert.Equal(kind, failed.Kind);
        Assert.Contains(failed.Path!, failed.Message, StringComparison.Ordinal);
        Assert.Equal(0, Watcher.SubscribedDirectories);
    }

    [Fact]
    public async Task Lost_events_are_made_good_by_one_batch()
    {
        Dir.Write("quiet/a.js", "1");
        Dir.Write("busy/a.js", "1");
        Dir.Write("other/a.js", "1");
        var slow = new TaskCompletionSource();
        var entered = new TaskCompletionSource();
        var batches = System.Threading.Channels.Channel.CreateUnbounded<WatchBatch>();
        await Watcher.WatchAsync(Spec(), batch =>
        {
            batches.Writer.TryWrite(batch);
            entered.TrySetResult();
            slow.Task.WaitAsync(Patience.Max).GetAwaiter().GetResult();
        });
        await WatchAsync("other"); // Sees nothing of the busy folder, so its own inbox cannot be the one that overflows.
        Dir.Write("busy/a.js", "2");
        await entered.Task.Patiently();

        // While the first batch is being taken, more happens than the inbox holds. Two files in turn: the kernel merges equal events.
        using (FileStream one = new(Dir["busy/one"], FileMode.Create), two = new(Dir["busy/two"], FileMode.Create))
        {
            for (var i = 0; i < 4000; i++)
            {
                one.WriteByte(1);
                one.Flush();
                two.WriteByte(1);
                two.Flush();
            }
        }

        Dir.Write("busy/sub/new.js", "1");
        await ReportedAsync("other"); // The other watch was told: so the thread has handed on everything up to here.
        slow.SetResult();

        await batches.Reader.ReadAsync(Patience.Token);
        var paths = new List<string>();
        while (!paths.Contains("busy/sub/new.js"))
        {
            paths.AddRange((await batches.Reader.ReadAsync(Patience.Token)).Paths);
        }

        Assert.DoesNotContain("quiet/", paths);
        Dir.Write("busy/sub/new.js", "2");
        while (!(await batches.Reader.ReadAsync(Patience.Token)).Paths.Contains("busy/sub/new.js"))
        {
        }
    }
}
