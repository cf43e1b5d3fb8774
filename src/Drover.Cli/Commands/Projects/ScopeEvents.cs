using Drover.Cli.Commands.Logs;
using Drover.Contracts.Client;
using Drover.Contracts.Errors;
using Drover.Contracts.Events;

namespace Drover.Cli.Commands.Projects;

/// <summary>Follows what happens to the sessions of a scope, over restarts of the daemon, without losing or doubling an event.</summary>
internal sealed class ScopeEvents(DroverClient client, ProjectScope scope)
{
    internal Task<Error?> RunAsync(long nextSeq, Action<string, DroverEvent> happened, CancellationToken cancellation) => FollowedStream.RunAsync(
        ends => client.FollowEventsAsync(nextSeq, ends),
        line =>
        {
            if (line.Span.StartsWith("{\"error\":"u8))
            {
                return LogRecordReader.Read(line.Span).Error;
            }

            var record = DroverClient.ReadEvent(line);
            nextSeq = record.Seq + 1;
            if (record.SessionId is { } session && scope.Names.TryGetValue(session, out var name))
            {
                happened(name, record);
            }

            return null;
        },
        () => { },
        cancellation);
}
