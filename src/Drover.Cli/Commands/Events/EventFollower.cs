using Drover.Cli.Commands.Logs;
using Drover.Contracts.Client;
using Drover.Contracts.Errors;

namespace Drover.Cli.Commands.Events;

/// <summary>Follows the events of a daemon, also over its restarts: each one once, by its number.</summary>
internal sealed class EventFollower(DroverClient client, long? since)
{
    private long? _nextSeq = since;

    /// <summary>Calls back for each event as it came, and with <c>idle</c> when the next one is not there yet.</summary>
    /// <returns>Null when the daemon has ended the stream; otherwise why following it was given up.</returns>
    internal Task<Error?> RunAsync(Action<ReadOnlyMemory<byte>> show, Action idle, CancellationToken cancellation) => FollowedStream.RunAsync(
        OpenAsync,
        record =>
        {
            if (record.Span.StartsWith("{\"error\":"u8))
            {
                return LogRecordReader.Read(record.Span).Error;
            }

            _nextSeq = DroverClient.ReadEvent(record).Seq + 1;
            show(record);
            return null;
        },
        idle,
        cancellation);

    // Without a number "new ones" would begin anew behind each restart of the daemon.
    private async Task<Result<LineStream>> OpenAsync(CancellationToken ends)
    {
        if (_nextSeq is null)
        {
            var now = await client.EventsAsync(cancellation: ends);
            if (!now.IsSuccess)
            {
                return now.Error!;
            }

            _nextSeq = now.Value.Value.NextSeq;
        }

        return await client.FollowEventsAsync(_nextSeq, ends);
    }
}
