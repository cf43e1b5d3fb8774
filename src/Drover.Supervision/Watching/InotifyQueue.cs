using System.Runtime.InteropServices;
using System.Text;
using Drover.Supervision.Posix;

namespace Drover.Supervision.Watching;

/// <summary>
/// One inotify instance and the thread that empties it. It only hands events on: nothing here scans, asks git or waits.
/// </summary>
internal sealed class InotifyQueue : IDisposable
{
    // A file that is written thousands of times a second would wake the thread each time. After this many reads within a
    // window the thread lets the events gather for a moment: the kernel merges equal ones.
    private const int BusyReads = 64;
    private const int BusyWindowMilliseconds = 100;
    private const int RestMilliseconds = 8;
    private const int BufferSize = 64 * 1024;
    private const ulong WakeToken = 1;
    private const short PollIn = 1;

    private readonly Lock _gate = new();
    private readonly Dictionary<int, List<Subscription>> _watches = [];
    private readonly FileDescriptor _inotify;
    private readonly FileDescriptor _epoll;
    private readonly FileDescriptor _wake;
    private readonly Thread _thread;
    private volatile bool _ending;

    private InotifyQueue(FileDescriptor inotify, FileDescriptor epoll, FileDescriptor wake)
    {
        (_inotify, _epoll, _wake) = (inotify, epoll, wake);
        _thread = new Thread(Run) { IsBackground = true, Name = "drover-watch" };
        _thread.Start();
    }

    /// <summary>Opens the instance and starts the thread.</summary>
    /// <param name="queue">The queue, on success.</param>
    /// <returns>0, or the negative error number: -EMFILE when instances or descriptors are used up.</returns>
    public static int TryOpen(out InotifyQueue? queue)
    {
        queue = null;
        var inotify = Inotify.Open();
        if (inotify < 0)
        {
            return inotify;
        }

        var owner = new FileDescriptor(inotify);
        var epoll = Epoll.Create();
        var wake = epoll < 0 ? epoll : Epoll.CreateWakeUp();
        if (wake < 0)
        {
            owner.Dispose();
            if (epoll >= 0)
            {
                Files.Close(epoll);
            }

            return wake;
        }

        Epoll.Add(epoll, inotify, Epoll.In, 0);
        Epoll.Add(epoll, wake, Epoll.In, WakeToken);
        queue = new InotifyQueue(owner, new FileDescriptor(epoll), new FileDescriptor(wake));
        return 0;
    }

    /// <summary>Directories subscribed to at the moment.</summary>
    public int WatchCount
    {
        get
        {
            lock (_gate)
            {
                return _watches.Count;
            }
        }
    }

    /// <summary>Subscribes to a directory, or moves an existing subscription there.</summary>
    /// <returns>0, or the negative error number: -ENOSPC when the user's watches are used up, -ENOENT, -ENOTDIR, -EACCES.</returns>
    public int Subscribe(Subscription subscription, string directory, uint mask)
    {
        lock (_gate)
        {
            // Under the lock, so that the thread cannot look up the new descriptor before it is in the table.
            var watch = Inotify.AddWatch(_inotify.Number, directory, mask | Inotify.MaskAdd | Inotify.OnlyDirectory);
            if (watch < 0)
            {
                return watch;
            }

            if (subscription.Watch == watch)
            {
                return 0;
            }

            Leave(subscription);
            subscription.Watch = watch;
            if (!_watches.TryGetValue(watch, out var sharers))
            {
                _watches[watch] = sharers = [];
            }

            sharers.Add(subscription);
            return 0;
        }
    }

    /// <summary>Ends a subscription. Events that are on their way may still arrive.</summary>
    public void Unsubscribe(Subscription subscription)
    {
        lock (_gate)
        {
            Leave(subscription);
        }
    }

    public void Dispose()
    {
        if (_ending)
        {
            return;
        }

        _ending = true;
        Epoll.Wake(_wake.Number);
        _thread.Join();
        _inotify.Dispose();
        _epoll.Dispose();
        _wake.Dispose();
    }

    private void Leave(Subscription subscription)
    {
        var watch = subscription.Watch;
        subscription.Watch = Subscription.None;
        if (watch != Subscription.None && _watches.TryGetValue(watch, out var sharers) && sharers.Remove(subscription) && sharers.Count == 0)
        {
            _watches.Remove(watch);

            // Refused when the directory is gone already, and then there is nothing to remove.
            _ = Inotify.RemoveWatch(_inotify.Number, watch);
        }
    }

    private void Run()
    {
        var events = new EpollEvents(2);
        var buffer = new byte[BufferSize];
        var windowStart = Environment.TickCount64;
        var reads = 0;
        while (!_ending)
        {
            if (Epoll.Wait(_epoll.Number, events, -1) <= 0)
            {
                continue;
            }

            var length = Files.Read(_inotify.Number, buffer);
            if (length > 0)
            {
                Dispatch(buffer.AsSpan(0, length));
            }

            var now = Environment.TickCount64;
            if (now - windowStart >= BusyWindowMilliseconds)
            {
                (windowStart, reads) = (now, 0);
            }

            if (++reads > BusyReads)
            {
                _ = Files.Poll(_wake.Number, PollIn, RestMilliseconds);
            }
        }
    }

    // struct inotify_event { int wd; uint32_t mask, cookie, len; char name[len]; }, the name padded with zeroes.
    private void Dispatch(ReadOnlySpan<byte> records)
    {
        lock (_gate)
        {
            while (records.Length >= Inotify.RecordHeaderSize)
            {
                var watch = MemoryMarshal.Read<int>(records);
                var mask = MemoryMarshal.Read<uint>(records[4..]);
                var room = MemoryMarshal.Read<int>(records[12..]);
                var name = records.Slice(Inotify.RecordHeaderSize, room);
                records = records[(Inotify.RecordHeaderSize + room)..];
                if ((mask & Inotify.QueueOverflow) != 0)
                {
                    foreach (var inbox in _watches.Values.SelectMany(s => s).Select(s => s.Inbox).Distinct())
                    {
                        inbox.PostLoss();
                    }
                }
                else if (_watches.TryGetValue(watch, out var sharers))
                {
                    Post(sharers, mask, Encoding.UTF8.GetString(name.TrimEnd((byte)0)));
                    Forget(watch, mask, sharers);
                }
            }
        }
    }

    private static void Post(List<Subscription> sharers, uint mask, string name)
    {
        foreach (var subscription in sharers)
        {
            if (subscription.Wants(name))
            {
                subscription.Inbox.Post(new TreeMessage(subscription, mask, name));
            }
        }
    }

    // IN_IGNORED: the kernel dropped the watch by itself, because the directory is gone.
    private void Forget(int watch, uint mask, List<Subscription> sharers)
    {
        if ((mask & Inotify.Ignored) != 0)
        {
            sharers.ForEach(s => s.Watch = Subscription.None);
            _watches.Remove(watch);
        }
    }
}
