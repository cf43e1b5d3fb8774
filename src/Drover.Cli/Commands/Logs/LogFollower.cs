using Drover.Cli.Connecting;
using Drover.Cli.Output;
using Drover.Contracts.Client;
using Drover.Contracts.Errors;

namespace Drover.Cli.Commands.Logs;

/// <summary>
/// Follows one session's log to its end. When the daemon goes away in between (a restart, an upgrade, a crash) it is found or started again and
/// the log goes on behind the last line that was seen: nothing is lost or shown twice.
/// </summary>
internal sealed class LogFollower(Terminal terminal, DroverClient client, string session)
{
    private const int Attempts = 3;

    private long? _nextSeq;

    /// <summary>Calls back for each record, and with <c>idle</c> when the next one is not there yet.</summary>
    /// <returns>Null when the session's log has ended; otherwise why following it was given up.</returns>
    internal async Task<Error?> RunAsync(LogRequest request, Action<LogRecord> show, Action idle, CancellationToken cancellation)
    {
        for (var attempt = 1; ; attempt++)
        {
            var opened = await client.FollowAsync(session, _nextSeq is null ? request : request with { SinceSeq = _nextSeq, Limit = null, Since = null }, cancellation);
            var before = _nextSeq;
            var broken = opened.IsSuccess ? await ReadAsync(opened.Value, show, idle, cancellation) : opened.Error;
            if (broken is null || !broken.Code.StartsWith("daemon.", StringComparison.Ordinal) || broken.Code is ErrorCodes.DaemonAnswerUnknown)
            {
                return broken;
            }

            attempt = _nextSeq == before ? attempt : 0;
            if (attempt >= Attempts)
            {
                return broken;
            }

            idle();
            var again = await DaemonStarter.ConnectAsync(terminal);
            if (!again.IsSuccess)
            {
                return again.Error;
            }
        }
    }

    private async Task<Error?> ReadAsync(LineStream stream, Action<LogRecord> show, Action idle, CancellationToken cancellation)
    {
        using (stream)
        {
            try
            {
                while (await stream.MoveNextAsync(cancellation))
                {
                    if (stream.Current.IsEmpty)
                    {
                        continue;
                    }

                    var record = LogRecordReader.Read(stream.Current.Span);
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

                return null;
            }
            catch (Exception failure) when (failure is IOException or InvalidDataException)
            {
                return new Error(ErrorCodes.DaemonUnreachable, $"The connection to the daemon broke: {failure.Message}");
            }
        }
    }
}
