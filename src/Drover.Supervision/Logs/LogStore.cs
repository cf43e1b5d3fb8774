using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;

namespace Drover.Supervision.Logs;

/// <summary>
/// All sessions' logs: one <see cref="SessionLog"/> per session, shared by all who ask, and one cap over the bytes of all. Over the
/// cap the oldest finished session gives its oldest segments first; sessions that run are asked last.
/// </summary>
public sealed class LogStore : IDisposable
{
    // Trimmed a little below the cap, so that a flood does not walk the folders for every segment.
    private const double TrimTo = 0.95;

    private readonly string _root;
    private readonly LogOptions _options;
    private readonly TimeProvider _time;
    private readonly ILogger _logger;
    private readonly ConcurrentDictionary<Guid, SessionLog> _open = new();
    private readonly Lock _opening = new();
    private readonly Lock _trimming = new();
    private long _known;
    private int _trimQueued;

    /// <summary>A store over a folder with one folder per session.</summary>
    /// <param name="sessionsRoot">The folder.</param>
    /// <param name="options">Sizes.</param>
    /// <param name="time">The clock.</param>
    /// <param name="logger">For what goes wrong.</param>
    public LogStore(string sessionsRoot, LogOptions options, TimeProvider time, ILogger logger)
    {
        ArgumentNullException.ThrowIfNull(options);
        _root = sessionsRoot;
        _options = options;
        _time = time;
        _logger = logger;
        // Beyond any cap until the folders have been walked once.
        _known = long.MaxValue / 2;
    }

    /// <summary>The folder of a session's log.</summary>
    /// <param name="sessionId">The session.</param>
    public string DirectoryOf(Guid sessionId) => Path.Combine(_root, sessionId.ToString());

    /// <summary>The log of a session, the same object each time; a new one is completed until a run reopens it.</summary>
    /// <param name="sessionId">The session.</param>
    /// <param name="retainBytesPerStream">Bytes of each of its streams to keep at least; the store's own minimum when null. The first who opens it decides.</param>
    public SessionLog Open(Guid sessionId, long? retainBytesPerStream = null)
    {
        if (_open.TryGetValue(sessionId, out var known))
        {
            return known;
        }

        lock (_opening)
        {
            if (_open.TryGetValue(sessionId, out known))
            {
                return known;
            }

            var options = retainBytesPerStream is { } bytes ? _options with { RetainBytesPerStream = bytes } : _options;
            var log = SessionLog.Open(DirectoryOf(sessionId), options, _time, _logger);
            log.Complete();
            log.Grown = OnGrown;
            _open[sessionId] = log;
            return log;
        }
    }

    /// <summary>Closes the log of a session and deletes its files.</summary>
    /// <param name="sessionId">The session.</param>
    public void Remove(Guid sessionId)
    {
        lock (_opening)
        {
            if (_open.TryRemove(sessionId, out var log))
            {
                log.Dispose();
            }

            try
            {
                Directory.Delete(DirectoryOf(sessionId), recursive: true);
            }
            catch (DirectoryNotFoundException)
            {
                // A session that never wrote has no folder.
            }
        }
    }

    /// <summary>Deletes what retention allows to, on a full disk for example. Walks the folders: milliseconds.</summary>
    /// <returns>Bytes that were freed.</returns>
    public long FreeSpace()
    {
        foreach (var log in _open.Values)
        {
            log.ApplyRetention();
        }

        return EnforceTotal();
    }

    /// <summary>Closes all logs.</summary>
    public void Dispose()
    {
        foreach (var log in _open.Values)
        {
            log.Dispose();
        }

        _open.Clear();
    }

    /// <summary>Brings all logs together below the cap.</summary>
    /// <returns>Bytes that were freed.</returns>
    internal long EnforceTotal()
    {
        lock (_trimming)
        {
            try
            {
                return TrimToCap();
            }
            catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
            {
                LogsLog.WalkFailed(_logger, _root, exception.Message);
                return 0;
            }
        }
    }

    private long TrimToCap()
    {
        var folders = Walk();
        var total = folders.Sum(folder => folder.Bytes);
        var freed = total > _options.TotalBytes ? Trim(folders, total - (long)(_options.TotalBytes * TrimTo)) : 0;
        Volatile.Write(ref _known, total - freed);
        if (freed > 0)
        {
            LogsLog.TotalCapEnforced(_logger, _options.TotalBytes, freed);
        }

        return freed;
    }

    private void OnGrown(long bytes)
    {
        if (Interlocked.Add(ref _known, bytes) > _options.TotalBytes && Interlocked.Exchange(ref _trimQueued, 1) == 0)
        {
            ThreadPool.UnsafeQueueUserWorkItem(
                static store =>
                {
                    Volatile.Write(ref store._trimQueued, 0);
                    store.EnforceTotal();
                },
                this,
                preferLocal: false);
        }
    }

    private List<LogFolder> Walk()
    {
        List<LogFolder> folders = [];
        foreach (var directory in new DirectoryInfo(_root).EnumerateDirectories())
        {
            if (Guid.TryParse(directory.Name, out var id))
            {
                var files = directory.GetFiles();
                var last = files.Length == 0 ? directory.LastWriteTimeUtc : files.Max(file => file.LastWriteTimeUtc);
                folders.Add(new LogFolder(id, files.Sum(file => file.Exists ? file.Length : 0), last, IsFinished(id)));
            }
        }

        return folders;
    }

    private bool IsFinished(Guid id) => !_open.TryGetValue(id, out var log) || log.Completed;

    private long Trim(List<LogFolder> folders, long wanted)
    {
        var freed = 0L;
        var finished = folders.Where(folder => folder.IsFinished).OrderBy(folder => folder.LastWrite);
        var active = folders.Where(folder => !folder.IsFinished).OrderByDescending(folder => folder.Bytes);
        foreach (var folder in finished.Concat(active))
        {
            if (freed >= wanted)
            {
                break;
            }

            var log = Open(folder.Id);
            freed += log.DropOldest(wanted - freed);
            freed += freed < wanted && folder.IsFinished ? log.Clear() : 0;
        }

        return freed;
    }

    private sealed record LogFolder(Guid Id, long Bytes, DateTime LastWrite, bool IsFinished);
}
