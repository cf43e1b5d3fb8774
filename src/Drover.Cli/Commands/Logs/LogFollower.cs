using Drover.Contracts.Client;
using Drover.Contracts.Errors;

namespace Drover.Cli.Commands.Logs;

/// <summary>
/// Follows one session's log to its end. When the daemon goes away in between (a restart, an upgrade, a crash) its return is waited for, and the
/// log goes on behind the last line that was seen: nothing is lost or shown twice. It is not started from here: somebody may have stopped it.
/// </summary>
internal sealed class LogFollower(DroverClient client, string session)
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(15);
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(50);

    private long? _nextSeq;

    /// <summary>Calls back for each record, and with <c>idle</c> when the next one is not there yet.</summary>
    /// <returns>Null when the session's log has ended; otherwise why following it was given up.</returns>
    internal async Task<Error?> RunAsync(LogRequest request, Action<LogRecord> show, Action idle, CancellationToken cancellation)
    {
        var lostAt = TimeProvider.System.GetTimestamp();
        while (true)
        {
            var opened = await client.FollowAsync(session, _nextSeq is null ? request : request with { SinceSeq = _nextSeq, Limit = null, Since = null }, cancellation);
            var end = opened.Error;
            if (opened.IsSuccess)
            {
                end = await ReadAsync(opened.Value, show, idle, cancellation);
                lostAt = TimeProvider.System.GetTimestamp();
            }

            if (end is null || !IsDaemonGone(end) || TimeProvider.System.GetElapsedTime(lostAt) > Patience)
            {
                return end;
            }

            idle();
            await Task.Delay(Pause, TimeProvider.System, cancellation);
        }
    }

    private static bool IsDaemonGone(Error error) => error.Code is ErrorCodes.DaemonUnreachable or ErrorCodes.DaemonStopping or ErrorCodes.DaemonStarting;

    private async Task<Error?> ReadAsync(LineStream stream, Action<LogRecord> show, Action idle, CancellationToken cancellation)
    {
        using (stream)
        {
            while (true)
            {
                var more = await MoveAsync(stream, cancellation);
                if (!more.IsSuccess || !more.Value)
                {
                    return more.Error;
                }

                var record = stream.Current.IsEmpty ? default : LogRecordReader.Read(stream.Current.Span);
                if (record.Error is { } error)
                {
                    return error;
                }

                _nextSeq = record.Entry is { } entry ? entry.Seq + 1 : _nextSeq;
                show(record);
                if (!stream.HasBufferedLine)
                {
                    idle();
                }
            }
        }
    }

    // Apart from the writing of the lines: there an IOException says that the reader of our own output is gone.
    private static async ValueTask<Result<bool>> MoveAsync(LineStream stream, CancellationToken cancellation)
    {
        try
        {
            return await stream.MoveNextAsync(cancellation);
        }
        catch (Exception failure) when (failure is IOException or InvalidDataException)
        {
            return new Error(ErrorCodes.DaemonUnreachable, $"The connection to the daemon broke: {failure.Message}");
        }
    }
}
