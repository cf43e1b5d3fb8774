using Drover.Cli.Commands.Events;
using Drover.Contracts.Client;
using Drover.Contracts.Errors;
using Drover.Contracts.Events;

namespace Drover.Cli.Commands.Projects;

/// <summary>Follows what happens to the sessions of a scope, over restarts of the daemon, without losing or doubling an event.</summary>
internal sealed class ScopeEvents(DroverClient client, ProjectScope scope)
{
    internal Task<Error?> RunAsync(long nextSeq, Action<string, DroverEvent> happened, CancellationToken cancellation) => new EventFollower(client, nextSeq).RunAsync(
        record =>
        {
            var one = DroverClient.ReadEvent(record);
            if (one.SessionId is { } session && scope.Names.TryGetValue(session, out var name))
            {
                happened(name, one);
            }
        },
        () => { },
        cancellation);
}
