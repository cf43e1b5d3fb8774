using System.Collections.Concurrent;
using Drover.Supervision.Posix;

namespace Drover.Supervision.Stopping;

/// <summary>
/// Tells the end of processes that are nobody's children here, without asking again and again: one thread waits on the pidfds of
/// all stops. It starts with the first stop and sleeps in the kernel between them.
/// </summary>
internal sealed class ProcessExits
{
    private static readonly Lazy<ProcessExits> Instance = new(() => new ProcessExits());

    private readonly ConcurrentDictionary<ulong, TaskCompletionSource> _waiting = new();
    private readonly int _epoll;
    private ulong _lastToken;

    private ProcessExits()
    {
        _epoll = Epoll.Create();
        if (_epoll >= 0)
        {
            new Thread(Run) { IsBackground = true, Name = "process exits" }.Start();
        }
    }

    public static ProcessExits Shared => Instance.Value;

    /// <summary>Registers a process; <see cref="Forget"/> has to follow before the descriptor is closed.</summary>
    /// <param name="pidfd">The process.</param>
    /// <param name="token">What to give to <see cref="Forget"/>.</param>
    /// <param name="ended">Completes when the process has ended.</param>
    /// <returns>False when the system cannot tell.</returns>
    public bool TryRegister(int pidfd, out ulong token, out Task ended)
    {
        token = Interlocked.Increment(ref _lastToken);
        var source = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        ended = source.Task;
        _waiting[token] = source;
        if (Epoll.Add(_epoll, pidfd, Epoll.In | Epoll.OneShot, token) >= 0)
        {
            return true;
        }

        Forget(token, pidfd);
        return false;
    }

    public void Forget(ulong token, int pidfd)
    {
        _waiting.TryRemove(token, out _);
        _ = Epoll.Remove(_epoll, pidfd);
    }

    private void Run()
    {
        var events = new EpollEvents(64);
        while (true)
        {
            var count = Epoll.Wait(_epoll, events, -1);
            for (var n = 0; n < count; n++)
            {
                if (_waiting.TryGetValue(events.Token(n), out var ended))
                {
                    ended.TrySetResult();
                }
            }
        }
    }
}
