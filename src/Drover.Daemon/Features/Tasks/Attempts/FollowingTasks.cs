using System.Collections.Concurrent;

namespace Drover.Daemon.Features.Tasks.Attempts;

/// <summary>What follows attempts in the background, so that the daemon's end can wait for it.</summary>
internal sealed class FollowingTasks : IDisposable
{
    private readonly ConcurrentDictionary<Task, byte> _running = new();
    private readonly CancellationTokenSource _stopping = new();

    /// <summary>Ends with the daemon.</summary>
    public CancellationToken Stopping => _stopping.Token;

    public void Add(Task following)
    {
        _running[following] = 0;
        _ = following.ContinueWith(done => _running.TryRemove(done, out _), CancellationToken.None, TaskContinuationOptions.ExecuteSynchronously, TaskScheduler.Default);
    }

    /// <summary>Ends the following; the attempts themselves go on.</summary>
    public async Task StopAsync()
    {
        await _stopping.CancelAsync();
        await Task.WhenAll(_running.Keys);
    }

    public void Dispose() => _stopping.Dispose();
}
