using System.Buffers;
using Drover.Supervision.Posix;

namespace Drover.Supervision.Logs;

/// <content>How entries come into the log.</content>
public sealed partial class SessionLog
{
    private static readonly TimeSpan FirstRetry = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan LastRetry = TimeSpan.FromSeconds(5);

    private readonly SystemQueue _system = new();
    private ITimer? _retry;
    private TimeSpan _retryDelay;
    private int? _unendedRun;

    /// <summary>
    /// Writes a line of the daemon's own. It is on its way to disk, and safe from a crash of the daemon, when this returns; on a
    /// full disk it waits in memory and is tried again.
    /// </summary>
    /// <param name="run">The run it is about.</param>
    /// <param name="line">Text without a newline.</param>
    public void AppendSystem(int run, string line)
    {
        lock (_gate)
        {
            if (_disposed)
            {
                return;
            }

            if (!_system.Add(run, NowMicros(), line))
            {
                LogsLog.SystemLineLost(_logger, Directory);
            }

            FlushOwn();
        }

        _signal.Ring();
    }

    /// <summary>Ends a run: what it wrote behind its last newline becomes an entry, on both streams.</summary>
    /// <param name="run">The run.</param>
    public void EndRun(int run)
    {
        lock (_gate)
        {
            if (_disposed)
            {
                return;
            }

            _unendedRun = run;
            FlushOwn();
        }

        _signal.Ring();
    }

    /// <summary>The door for the capture of one stream.</summary>
    internal SegmentWriter Writer(LogStream stream) => new(this, _streams[(int)stream]);

    /// <summary>A run writes from now on: files stay open until as many <see cref="Detach"/> have come.</summary>
    internal void Attach()
    {
        lock (_gate)
        {
            _attachments++;
        }
    }

    internal void Detach()
    {
        lock (_gate)
        {
            _attachments--;
            CloseIdleFiles();
        }
    }

    /// <summary>Opens the segment that the next byte of a stream goes to.</summary>
    internal int Prepare(StreamLog stream)
    {
        int answer;
        bool isNew;
        lock (_gate)
        {
            isNew = stream.End == stream.StartOf(stream.NextNumber);
            answer = _disposed ? -Errno.EBADF : stream.Files.OpenBytes(stream.NextNumber);
        }

        if (isNew && answer >= 0)
        {
            ApplyRetention();
        }

        return answer;
    }

    /// <summary>Numbers what <paramref name="bytes"/> new bytes of a stream complete, then wakes readers.</summary>
    internal int Commit(StreamLog stream, int bytes, int run)
    {
        lock (_gate)
        {
            if (_disposed)
            {
                return -Errno.EBADF;
            }

            var buffer = ArrayPool<byte>.Shared.Rent(BufferBytes);
            var answer = EndEarlierRun(stream, run, buffer);
            stream.Extend(bytes);
            answer = answer < 0 ? answer : stream.IndexNew(run, NowMicros(), buffer);
            ArrayPool<byte>.Shared.Return(buffer);
            Publish();
            if (answer < 0)
            {
                return answer;
            }
        }

        _signal.Ring();
        return 0;
    }

    // An unfinished entry never goes on in another run.
    private int EndEarlierRun(StreamLog stream, int run, Span<byte> buffer)
    {
        if (stream.PendingRun == 0 || stream.PendingRun == run || (!stream.HasTail && stream.ScannedEnd == stream.End))
        {
            return 0;
        }

        var answer = stream.IndexNew(stream.PendingRun, NowMicros(), buffer);
        return answer < 0 ? answer : stream.FlushTail(stream.PendingRun, NowMicros());
    }

    // Under the lock. What the daemon itself has to write: its lines and the ends of runs.
    private void FlushOwn()
    {
        var buffer = ArrayPool<byte>.Shared.Rent(BufferBytes);
        var segment = _streams[(int)LogStream.System].NextNumber;
        var answer = EndRunOf(LogStream.Stdout, buffer);
        answer = answer < 0 ? answer : EndRunOf(LogStream.Stderr, buffer);
        if (answer >= 0)
        {
            _unendedRun = null;
            answer = _system.Flush(_streams[(int)LogStream.System], buffer);
        }

        ArrayPool<byte>.Shared.Return(buffer);
        Publish();
        PlanRetry(answer);
        CloseIdleFiles();
        if (_streams[(int)LogStream.System].NextNumber != segment)
        {
            ThreadPool.UnsafeQueueUserWorkItem(static log => log.ApplyRetention(), this, preferLocal: false);
        }
    }

    private int EndRunOf(LogStream stream, Span<byte> buffer)
    {
        if (_unendedRun is not { } run)
        {
            return 0;
        }

        var log = _streams[(int)stream];
        if (log.PendingRun > run)
        {
            return 0;
        }

        var answer = log.IndexNew(run, NowMicros(), buffer);
        return answer < 0 ? answer : log.FlushTail(run, NowMicros());
    }

    private void PlanRetry(int answer)
    {
        if (answer >= 0)
        {
            if (_retryDelay > TimeSpan.Zero)
            {
                LogsLog.WriteRecovered(_logger, Directory);
            }

            _retryDelay = TimeSpan.Zero;
            return;
        }

        if (_retryDelay == TimeSpan.Zero)
        {
            LogsLog.WriteFailed(_logger, Directory, Errno.Describe(-answer));
        }

        _retryDelay = _retryDelay == TimeSpan.Zero ? FirstRetry : TimeSpan.FromTicks(Math.Min(_retryDelay.Ticks * 2, LastRetry.Ticks));
        _retry ??= _time.CreateTimer(static log => ((SessionLog)log!).Retry(), this, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
        _retry.Change(_retryDelay, Timeout.InfiniteTimeSpan);
    }

    private void Retry()
    {
        lock (_gate)
        {
            if (_disposed)
            {
                return;
            }

            FlushOwn();
        }

        _signal.Ring();
    }

    private void Publish()
    {
        Volatile.Write(ref _published, _sequence.Next);
        Volatile.Write(ref _partialVersion, _streams[0].End + _streams[1].End + _streams[0].IndexedEnd + _streams[1].IndexedEnd);
    }

    private void CloseIdleFiles()
    {
        if (_attachments == 0)
        {
            Array.ForEach(_streams, stream => stream.Files.Dispose());
        }
    }
}
