using Drover.Supervision.Posix;
using Drover.Supervision.Watching;
using Drover.TestKit;
using Microsoft.Extensions.Logging.Abstractions;
using Xunit;

namespace Drover.IntegrationTests.Supervision.Watching;

/// <summary>Takes all inotify instances of the user for a moment, so nothing else may run beside it.</summary>
[CollectionDefinition(nameof(UsedUpInstancesTests), DisableParallelization = true)]
public sealed class UsedUpInstances;

[Collection(nameof(UsedUpInstancesTests))]
public sealed class UsedUpInstancesTests
{
    [Fact]
    public async Task Used_up_instances_are_an_error_that_names_the_limit_and_the_next_watch_works_again()
    {
        using var dir = new TempDir();
        await using var watcher = new FileWatcher([], TimeProvider.System, NullLogger.Instance);
        var spec = new WatchSpec { Paths = ["."], WorkingDirectory = dir.Path };
        var failed = Assert.IsType<WatchStartResult.Failed>(await WithoutInstancesAsync(() => watcher.WatchAsync(spec, _ => { })));
        Assert.Equal(WatchFailureKind.OutOfInstances, failed.Kind);
        Assert.Contains("fs.inotify.max_user_instances", failed.Message, StringComparison.Ordinal);
        Assert.IsType<WatchStartResult.Started>(await watcher.WatchAsync(spec, _ => { }));
    }

    private static async Task<T> WithoutInstancesAsync<T>(Func<Task<T>> act)
    {
        var open = new List<FileDescriptor>();
        try
        {
            int next;
            while ((next = Inotify.Open()) >= 0)
            {
                open.Add(new FileDescriptor(next));
            }

            return await act();
        }
        finally
        {
            open.ForEach(d => d.Dispose());
        }
    }
}
