using Microsoft.Extensions.Logging;

namespace Drover.Supervision.Watching;

/// <summary>
/// The owner of one watch: one loop takes its events in order, keeps its folders subscribed and delivers its batches. Everything
/// here runs in that loop, so nothing is locked.
/// </summary>
internal sealed partial class WatchTree
{
    private readonly TreeInbox _inbox = new();
    private readonly Debouncer _debouncer;
    private readonly TreeScanner _scanner;
    private readonly RootKeeper _keeper;
    private readonly List<WatchRoot> _roots;
    private readonly HashSet<WatchedDirectory> _touched = [];
    private readonly Action<WatchBatch> _onBatch;
    private readonly Action<string>? _onProblem;
    private readonly TimeProvider _time;
    private readonly ILogger _logger;
    private readonly long _epoch;
    private Task _loop = Task.CompletedTask;
    private bool _rulesChanged;
    private bool _toldOutOfWatches;

    public WatchTree(WatchSpec spec, List<WatchRoot> roots, PathFilter filter, InotifyQueue queue, RuleBook rules, WatchCallbacks callbacks)
    {
        _debouncer = new Debouncer(spec.Debounce);
        _roots = roots;
        (_onBatch, _onProblem, _time, _logger) = callbacks;
        _epoch = _time.GetTimestamp();
        _scanner = new TreeScanner(queue, _inbox, filter, rules, Note);
        _keeper = new RootKeeper(queue, _inbox, _scanner, rules, Note);
    }

    /// <summary>Folders that could not be subscribed to.</summary>
    public IReadOnlyCollection<string> Unreadable => _scanner.Unreadable;

    /// <summary>Subscribes to everything and starts the loop.</summary>
    /// <returns>False when the user's inotify watches are used up; nothing is subscribed then.</returns>
    public async Task<bool> StartAsync()
    {
        foreach (var root in _roots)
        {
            await _keeper.OpenAsync(root, ScanReport.Nothing);
        }

        if (_scanner.OutOfWatches)
        {
            _roots.ForEach(_keeper.Close);
            return false;
        }

        _loop = Task.Run(RunAsync);
        return true;
    }

    public async Task StopAsync()
    {
        _inbox.Complete();
        await _loop;
    }

    private TimeSpan Now => _time.GetElapsedTime(_epoch);

    private async Task RunAsync()
    {
        using var timer = _time.CreateTimer(_ => _inbox.Nudge(), null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
        while (await _inbox.WaitAsync())
        {
            try
            {
                await TakeEventsAsync();
                await DeliverAsync(timer);
            }
            catch (Exception e) when (e is not OutOfMemoryException)
            {
                // A watch must outlive one bad folder; what the event was about is found by looking at everything.
                LogFailed(_logger, e);
                _onProblem?.Invoke($"watching stumbled and looks at everything again: {e.Message}");
                await Task.Delay(Debouncer.Settle, _time);
                _inbox.PostLoss();
            }
        }

        _roots.ForEach(_keeper.Close);
    }

    private async ValueTask TakeEventsAsync()
    {
        while (_inbox.TryTake(out var message))
        {
            if (message.Source is not { } source)
            {
                continue;
            }

            switch (source.Owner)
            {
                case WatchedDirectory directory:
                    await OnDirectoryAsync(directory, message.Mask, message.Name);
                    break;
                case WatchRoot root:
                    await OnAnchorAsync(root, source, message.Mask);
                    break;
                case GitIgnoreRules rules when _roots.Exists(r => r.Git == rules):
                    await rules.ReloadAsync();
                    _rulesChanged = true;
                    break;
            }
        }

        if (_inbox.TakeLoss())
        {
            _rulesChanged = false;
            await ReloadRulesAsync();
            await RescanAsync();
        }

        if (_rulesChanged)
        {
            _rulesChanged = false;
            foreach (var root in _roots)
            {
                await _keeper.RefreshAsync(root, ScanReport.NewFolders);
            }
        }

        TellOutOfWatches();
    }

    private async ValueTask DeliverAsync(ITimer timer)
    {
        if (_debouncer.Due is { } due && due <= Now && !_debouncer.Hold(IsBusy(), Now) && _debouncer.Take() is { } batch)
        {
            _onBatch(batch);
            foreach (var directory in _touched.Where(d => !d.IsRemoved))
            {
                await _scanner.RefreshAsync(directory);
            }

            _touched.Clear();
        }

        if (_debouncer.Due is { } next)
        {
            var wait = next - Now;
            timer.Change(wait > TimeSpan.Zero ? wait : TimeSpan.Zero, Timeout.InfiniteTimeSpan);
        }
    }

    private bool IsBusy() => _roots.Exists(r => r.Git is { } git && git.IsBusy(_time.GetUtcNow()));

    private void Note(string path, Change change) => _debouncer.Add(path, change, Now);

    private async ValueTask ReloadRulesAsync()
    {
        var inUse = _roots.SelectMany(r => r.Directory?.AllRules ?? []).Concat(_roots.Select(r => r.Git).OfType<IgnoreRules>());
        foreach (var rules in inUse.Distinct().ToArray())
        {
            await rules.ReloadAsync();
        }
    }

    private async ValueTask RescanAsync()
    {
        LogLost(_logger);
        foreach (var root in _roots)
        {
            _keeper.Anchor(root);
            if (root.Directory is not null && Directory.Exists(root.Path))
            {
                await _keeper.RefreshAsync(root, ScanReport.Differences);
            }
            else
            {
                await _keeper.OpenAsync(root, ScanReport.MovedIn);
            }
        }
    }

    private void TellOutOfWatches()
    {
        if (_scanner.OutOfWatches && !_toldOutOfWatches)
        {
            _onProblem?.Invoke(WatchLimits.OutOfWatches());
        }

        _toldOutOfWatches = _scanner.OutOfWatches;
        _scanner.OutOfWatches = false;
    }

    [LoggerMessage(EventId = 1501, Level = LogLevel.Error, Message = "A watch stumbled")]
    private static partial void LogFailed(ILogger logger, Exception exception);

    [LoggerMessage(EventId = 1502, Level = LogLevel.Information, Message = "File events were lost; the watched folders are read again")]
    private static partial void LogLost(ILogger logger);
}
