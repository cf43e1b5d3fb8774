using Drover.Supervision.Posix;
using Microsoft.Extensions.Logging;

namespace Drover.Supervision.Watching;

/// <summary>
/// Watches files and folders for all sessions with one inotify instance and one thread.
/// </summary>
/// <remarks>
/// <para>The kernel watches directories one by one, so a tree is pruned before it is subscribed to: <c>node_modules</c>, build
/// output and whatever git ignores cost nothing. Directories are watched and not files, because editors save by renaming. The
/// thread only hands events to the owner of a tree (<see cref="WatchHandle"/>), one loop each, which judges them, keeps the
/// subscriptions in step and collects changes until they are complete and quiet.</para>
/// <para>The instance is opened by the first watch: the user has 128 of them for all programs. Links to folders are not followed,
/// except for one that was named itself.</para>
/// </remarks>
public sealed class FileWatcher : IAsyncDisposable
{
    private static readonly string[] KernelFileSystems = ["/proc", "/sys", "/dev"];

    private readonly IReadOnlyList<string> _never;
    private readonly TimeProvider _time;
    private readonly ILogger _logger;
    private readonly RuleBook _rules;
    private readonly Lock _gate = new();
    private readonly HashSet<WatchHandle> _handles = [];
    private InotifyQueue? _queue;
    private bool _ended;

    /// <summary>Prepares a watcher; nothing is opened yet.</summary>
    /// <param name="neverWatched">Folders whose content never triggers: Drover's own data, logs included.</param>
    /// <param name="time">The clock for debouncing.</param>
    /// <param name="logger">Told when events were lost or git cannot be asked.</param>
    public FileWatcher(IReadOnlyList<string> neverWatched, TimeProvider time, ILogger logger)
    {
        ArgumentNullException.ThrowIfNull(neverWatched);
        _never = [.. neverWatched.Select(p => RealPath.Of(Path.GetFullPath(p)))];
        (_time, _logger) = (time, logger);
        _rules = new RuleBook(time, logger);
    }

    /// <summary>Directories subscribed to at the moment, for all watches.</summary>
    public int SubscribedDirectories => _queue?.WatchCount ?? 0;

    /// <summary>Starts watching.</summary>
    /// <param name="spec">What.</param>
    /// <param name="onBatch">Called from a pool thread, one batch at a time; it must return quickly.</param>
    /// <param name="onProblem">Called with one sentence when something is not watched any more.</param>
    /// <returns>The running watch, or why there is none; every change after the task completed is seen.</returns>
    public async Task<WatchStartResult> WatchAsync(WatchSpec spec, Action<WatchBatch> onBatch, Action<string>? onProblem = null)
    {
        ArgumentNullException.ThrowIfNull(spec);
        ArgumentNullException.ThrowIfNull(onBatch);
        PathFilter filter;
        try
        {
            filter = new PathFilter(spec, _never);
        }
        catch (ArgumentException e)
        {
            return new WatchStartResult.Failed(WatchFailureKind.BadPattern, null, $"an ignore pattern is not valid: {e.Message}");
        }

        var roots = new List<WatchRoot>();
        foreach (var path in spec.Paths)
        {
            var full = Path.TrimEndingDirectorySeparator(Path.GetFullPath(path, spec.WorkingDirectory));
            if (Refuse(full, filter, spec.AllowMissing) is { } refused)
            {
                return refused;
            }

            roots.Add(new WatchRoot(full, DisplayOf(full, spec.WorkingDirectory)));
        }

        var (queue, failed) = OpenQueue();
        return failed ?? await StartAsync(new WatchTree(spec, roots, filter, queue!, _rules, new WatchCallbacks(onBatch, onProblem, _time, _logger)));
    }

    /// <summary>Ends all watches and closes the instance.</summary>
    /// <returns>Completes when no batch comes any more.</returns>
    public async ValueTask DisposeAsync()
    {
        WatchHandle[] handles;
        lock (_gate)
        {
            _ended = true;
            handles = [.. _handles];
        }

        foreach (var handle in handles)
        {
            await handle.DisposeAsync();
        }

        _queue?.Dispose();
    }

    private async Task<WatchStartResult> StartAsync(WatchTree tree)
    {
        if (!await Task.Run(tree.StartAsync))
        {
            return new WatchStartResult.Failed(WatchFailureKind.OutOfWatches, null, WatchLimits.OutOfWatches());
        }

        var handle = new WatchHandle(tree, Forget);
        lock (_gate)
        {
            _handles.Add(handle);
        }

        return new WatchStartResult.Started(handle, [.. tree.Unreadable]);
    }

    private void Forget(WatchHandle handle)
    {
        lock (_gate)
        {
            _handles.Remove(handle);
        }
    }

    private (InotifyQueue? Queue, WatchStartResult.Failed? Failed) OpenQueue()
    {
        lock (_gate)
        {
            ObjectDisposedException.ThrowIf(_ended, this);
            if (_queue is null && InotifyQueue.TryOpen(out _queue) is var answer and < 0)
            {
                var (kind, message) = WatchLimits.OfInstance(-answer);
                return (null, new WatchStartResult.Failed(kind, null, message));
            }

            return (_queue, null);
        }
    }

    private static WatchStartResult.Failed? Refuse(string path, PathFilter filter, bool allowMissing)
    {
        var real = RealPath.Of(path);
        if (real == "/" || KernelFileSystems.Any(k => real == k || real.StartsWith(k + "/", StringComparison.Ordinal)))
        {
            return new WatchStartResult.Failed(WatchFailureKind.PathRefused, path, $"{path} cannot be watched: name a project's files or folders");
        }

        if (filter.IsOwnData(real))
        {
            return new WatchStartResult.Failed(WatchFailureKind.PathRefused, path, $"{path} holds Drover's own data, which changes all the time");
        }

        // Non-blocking, so that a FIFO does not wait for its writer.
        var answer = Files.Open(path, OpenFlags.ReadOnly | OpenFlags.NonBlocking | OpenFlags.CloseOnExec);
        if (answer >= 0)
        {
            Files.Close(answer);
            return null;
        }

        return -answer switch
        {
            Errno.ENOENT or Errno.ENOTDIR when allowMissing => null,
            Errno.ENOENT or Errno.ENOTDIR => new WatchStartResult.Failed(WatchFailureKind.PathMissing, path, $"{path} does not exist"),
            _ => new WatchStartResult.Failed(WatchFailureKind.PathUnreadable, path, $"{path} cannot be read: {Errno.Describe(-answer)}"),
        };
    }

    private static string DisplayOf(string path, string workingDirectory)
    {
        var relative = Path.GetRelativePath(workingDirectory, path);
        return relative == ".." || relative.StartsWith("../", StringComparison.Ordinal) ? path : relative;
    }
}
