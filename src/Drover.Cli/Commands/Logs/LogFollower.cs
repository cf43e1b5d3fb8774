using Drover.Contracts.Client;
using Drover.Contracts.Errors;

namespace Drover.Cli.Commands.Logs;

/// <summary>
/// Follows one session's log to its end, also over a restart of the daemon: it then goes on behind the last line that was seen, and nothing is lost
/// or shown twice.
/// </summary>
internal sealed class LogFollower(DroverClient client, string session)
{
    /// <summary>Number of the line to come; null before the first.</summary>
    internal long? NextSeq { get; private set; }

    /// <summary>Calls back for each record, and with <c>idle</c> when the next one is not there yet.</summary>
    /// <returns>Null when the session's log has ended; otherwise why following it was given up.</returns>
    internal Task<Error?> RunAsync(LogRequest request, Action<LogRecord> show, Action idle, CancellationToken cancellation) => FollowedStream.RunAsync(
        ends => client.FollowAsync(session, NextSeq is null ? request : request with { SinceSeq = NextSeq, Limit = null, Since = null }, ends),
        line =>
        {
            var record = LogRecordReader.Read(line.Span);
            if (record.Error is null)
            {
                NextSeq = record.Entry is { } entry ? entry.Seq + 1 : NextSeq;
                show(record);
            }

            return record.Error;
        },
        idle,
        cancellation);
}
