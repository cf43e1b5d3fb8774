using System.Buffers;
using Drover.Supervision.Posix;
using Microsoft.Extensions.Logging;

namespace Drover.Supervision.Logs;

/// <summary>
/// One session's log over all its runs: every byte of its streams, and an index that gives each entry its number once.
/// <para>
/// Bytes reach the segment files first (by splice, so that no crash can lose or double them), then the index record is written,
/// then the numbers are published and readers woken. Readers pull by number; a wake-up carries nothing. What a crash left between
/// the steps is indexed when the log is opened again: the same bytes give the same entries.
/// </para>
/// </summary>
/// <remarks>
/// Safe for use by several threads. Survives SIGKILL of the daemon at any instruction; after a loss of power what the disk kept is
/// checked and indexed again. Opening never fails because of what the files hold: see <see cref="Warnings"/>.
/// </remarks>
public sealed partial class SessionLog : IDisposable
{
    private const int BufferBytes = 256 << 10;

    private readonly Lock _gate = new();
    private readonly LogSignal _signal = new();
    private readonly SequenceSource _sequence = new();
    private readonly StreamLog[] _streams;
    private readonly LogOptions _options;
    private readonly TimeProvider _time;
    private readonly ILogger _logger;
    private long _published = 1;
    private long _partialVersion;
    private int _attachments;
    private volatile bool _completed;
    private volatile bool _disposed;

    private SessionLog(string directory, StreamLayout layout, LogOptions options, TimeProvider time, ILogger logger)
    {
        Directory = directory;
        _options = options;
        _time = time;
        _logger = logger;
        _streams = [.. Enum.GetValues<LogStream>().Select(stream => new StreamLog(directory, stream, layout.SessionId, layout.SegmentBytes, _sequence))];
    }

    /// <summary>The log's folder.</summary>
    public string Directory { get; }

    /// <summary>What was found damaged when the log was opened and what was done about it, for people. Empty for a sound log.</summary>
    public IReadOnlyList<string> Warnings { get; private set; } = [];

    /// <summary>The number the next line gets. Every lower one can be read, or has been dropped.</summary>
    public long NextSequence => Volatile.Read(ref _published);

    /// <summary>What there is now, to wait for more with <see cref="WaitForMoreAsync(LogPosition, CancellationToken)"/>.</summary>
    public LogPosition Position => new(NextSequence, Volatile.Read(ref _partialVersion), _completed);

    /// <summary>True while no run writes: followers end when they have read all.</summary>
    public bool Completed => _completed;

    /// <summary>Counts since the session was created.</summary>
    public LogTotals Totals
    {
        get
        {
            lock (_gate)
            {
                return new LogTotals(TotalsOf(LogStream.Stdout), TotalsOf(LogStream.Stderr), TotalsOf(LogStream.System));
            }
        }
    }

    /// <summary>From this number on every line of every stream is there; below, some have been dropped by retention.</summary>
    public long FirstRetainedSequence
    {
        get
        {
            lock (_gate)
            {
                return _streams.Max(stream => stream.DroppedLines == 0 ? 1 : stream.Segments[0].FirstSequence);
            }
        }
    }

    internal ILogger Logger => _logger;

    /// <summary>Called, without locks, when a segment was begun or deleted.</summary>
    internal Action<long>? Grown { get; set; }

    /// <summary>
    /// Opens a log, or begins one: the folder is made with the first byte. Torn and damaged index files are repaired, bytes without
    /// an index are indexed.
    /// </summary>
    /// <param name="directory">The folder; named like the session's id.</param>
    /// <param name="options">Sizes. The segment size of an existing log stays as it is.</param>
    /// <param name="time">The clock.</param>
    /// <param name="logger">For damage and failures to write.</param>
    public static SessionLog Open(string directory, LogOptions options, TimeProvider time, ILogger logger)
    {
        ArgumentNullException.ThrowIfNull(options);
        ArgumentNullException.ThrowIfNull(time);
        var layout = StreamLayout.Find(directory, options);
        var log = new SessionLog(directory, layout, options, time, logger);
        log.Load(layout);
        return log;
    }

    /// <summary>The files that hold a stream's bytes, oldest first. Joined they are what the child wrote, as far as retained.</summary>
    /// <param name="stream">The stream.</param>
    public IReadOnlyList<string> SegmentPaths(LogStream stream)
    {
        lock (_gate)
        {
            var log = _streams[(int)stream];
            var last = log.NumberOf(Math.Max(log.End - 1, 0));
            return log.End == log.SkippedBytes
                ? []
                : [.. Enumerable.Range(log.FirstNumber, Math.Max(last - log.FirstNumber + 1, 0)).Select(number => SegmentNames.BytesPath(Directory, stream, number))];
        }
    }

    /// <summary>The bytes behind the last entry of a stream: a prompt, or a line on its way. At most 64 KiB.</summary>
    /// <param name="stream">The stream.</param>
    public ReadOnlyMemory<byte> ReadPartial(LogStream stream)
    {
        lock (_gate)
        {
            return _streams[(int)stream].ReadTail();
        }
    }

    /// <summary>Waits for a line with this number or a later one. Also ends when the log is completed.</summary>
    /// <param name="sequence">The number, usually <see cref="LogBatch.NextSequence"/>.</param>
    /// <param name="cancellation">Ends the wait.</param>
    public async Task WaitForMoreAsync(long sequence, CancellationToken cancellation = default)
    {
        while (true)
        {
            var pulse = _signal.Pulse;
            if (NextSequence > sequence || _completed)
            {
                return;
            }

            await pulse.WaitAsync(cancellation);
        }
    }

    /// <summary>Waits until the log is not at <paramref name="seen"/> any more: a line, a change of an unfinished line, or its completion.</summary>
    /// <param name="seen">An earlier <see cref="Position"/>.</param>
    /// <param name="cancellation">Ends the wait.</param>
    public async Task WaitForMoreAsync(LogPosition seen, CancellationToken cancellation = default)
    {
        while (true)
        {
            var pulse = _signal.Pulse;
            if (Position != seen || _disposed)
            {
                return;
            }

            await pulse.WaitAsync(cancellation);
        }
    }

    /// <summary>No run writes any more: followers that have read all end.</summary>
    public void Complete()
    {
        _completed = true;
        _signal.Ring();
    }

    /// <summary>A run is about to write.</summary>
    public void Reopen()
    {
        _completed = _disposed;
        _signal.Ring();
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        lock (_gate)
        {
            if (_disposed)
            {
                return;
            }

            _disposed = true;
            _completed = true;
            _retry?.Dispose();
            Array.ForEach(_streams, stream => stream.Dispose());
        }

        _signal.Ring();
    }

    internal LogSnapshot Snapshot()
    {
        lock (_gate)
        {
            return new LogSnapshot(
                [
                    .. _streams.Select(stream => new StreamSnapshot(
                        stream.Stream, Directory, stream.SegmentBytes, stream.Segments, stream.LastRecords, stream.Lines, stream.DroppedLines, stream.EndSequence)),
                ],
                _published);
        }
    }

    private StreamTotals TotalsOf(LogStream stream)
    {
        var log = _streams[(int)stream];
        return new StreamTotals(log.Lines, log.End - log.SkippedBytes, log.DroppedLines);
    }

    private void Load(StreamLayout layout)
    {
        var warnings = new List<string>();
        var lastRun = 0;
        foreach (var (stream, content) in _streams.Zip(layout.Load(warnings)))
        {
            stream.Restore(content);
            lastRun = Math.Max(lastRun, content.LastRun);
        }

        var buffer = ArrayPool<byte>.Shared.Rent(BufferBytes);
        foreach (var stream in _streams.Where(stream => stream.ScannedEnd < stream.End))
        {
            // Which run wrote them is only known by what was numbered last; an unfinished entry waits for its run to say so.
            var answer = stream.IndexNew(lastRun, layout.LastWriteMicros(stream.Stream, _time), buffer);
            stream.ForgetPendingRun();
            if (answer < 0)
            {
                warnings.Add($"{stream.Directory}: bytes of {SegmentNames.Of(stream.Stream)} could not be indexed: {Errno.Describe(-answer)}. They are with the next write.");
            }

            stream.Files.Dispose();
        }

        ArrayPool<byte>.Shared.Return(buffer);
        _published = _sequence.Next;
        Warnings = warnings;
        warnings.ForEach(warning => LogsLog.Opened(_logger, warning));
    }

    private long NowMicros() => (_time.GetUtcNow() - DateTimeOffset.UnixEpoch).Ticks / TimeSpan.TicksPerMicrosecond;
}
