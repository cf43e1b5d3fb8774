using System.Diagnostics;
using Drover.Supervision.Watching;
using Drover.TestKit;
using Xunit;

namespace Drover.IntegrationTests.Supervision.Watching;

/// <summary>
/// The user's watches are too many to use up. A user namespace has a limit of its own, so these tests run this program
/// once more in one that allows two watches: the folder's own and the one of the folder above.
/// </summary>
public sealed class UsedUpWatchesTests : WatchFixture
{
    private const string Confined = "echo 2 > /proc/sys/user/max_inotify_watches && exec \"$0\" \"$@\"";

    [Theory]
    [InlineData(nameof(Confined_a_watch_that_needs_too_many_is_refused))]
    [InlineData(nameof(Confined_a_folder_that_is_one_too_many_is_told))]
    public async Task Used_up_watches_are_an_error_that_names_the_limit(string test)
    {
        Assert.SkipUnless(await RunAsync("unshare", "-Ur", "true") is (0, _), "this system allows no user namespaces");
        var (code, output) = await RunAsync(
            "unshare", "-Ur", "/bin/sh", "-c", Confined, Environment.ProcessPath!, "-explicit", "only", "-method", $"*.{test}");
        Assert.True(code == 0 && output.Contains("Total: 1", StringComparison.Ordinal), output);
    }

    [Fact(Explicit = true)]
    public async Task Confined_a_watch_that_needs_too_many_is_refused()
    {
        Dir.Folder("a");
        Dir.Folder("b");
        var failed = Assert.IsType<WatchStartResult.Failed>(await Watcher.WatchAsync(Spec(), _ => { }));
        Assert.Equal(WatchFailureKind.OutOfWatches, failed.Kind);
        Assert.Contains("fs.inotify.max_user_watches", failed.Message, StringComparison.Ordinal);
        Assert.Equal(0, Watcher.SubscribedDirectories);
    }

    [Fact(Explicit = true)]
    public async Task Confined_a_folder_that_is_one_too_many_is_told()
    {
        var problem = new TaskCompletionSource<string>(TaskCreationOptions.RunContinuationsAsynchronously);
        Assert.IsType<WatchStartResult.Started>(await Watcher.WatchAsync(Spec(), _ => { }, problem.SetResult));
        Dir.Folder("one/too/many");
        Assert.Contains("fs.inotify.max_user_watches", await problem.Task.Patiently(), StringComparison.Ordinal);
    }

    private static async Task<(int Code, string Output)> RunAsync(string program, params string[] arguments)
    {
        var start = new ProcessStartInfo(program, arguments) { UseShellExecute = false, RedirectStandardOutput = true, RedirectStandardError = true };
        using var process = Process.Start(start)!;
        var error = process.StandardError.ReadToEndAsync();
        var output = await process.StandardOutput.ReadToEndAsync();
        await process.WaitForExitAsync(Patience.Token);
        return (process.ExitCode, output + await error);
    }
}
