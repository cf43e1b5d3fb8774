using Drover.Cli.Commands.Logs;
using Drover.Contracts.Client;
using Drover.Contracts.Errors;

namespace Drover.Cli.Commands.Projects;

/// <summary>
/// The common log of a scope, in the order of time, over restarts of the daemon. It is over when all of the sessions have ended; one that ended and
/// is started again before that goes on.
/// </summary>
internal sealed class ProjectLog(DroverClient client, ProjectScope scope, IProjectLines lines)
{
    // Without a cursor all sessions are new, and all of their first lines are wanted.
    private const int Everything = 10_000;

    /// <returns>Null when all have ended; otherwise why following was given up.</returns>
    internal Task<Error?> RunAsync(CancellationToken cancellation) => scope.Processes.Count == 0
        ? Task.FromResult<Error?>(null)
        : new EventFollower(
            client,
            [.. scope.Processes.Select(process => process.Session)],
            new LogRequest { Cursor = scope.Cursor, Limit = scope.Cursor is null ? Everything : null, Ansi = lines.Ansi },
            isMerged: true).RunAsync((_, json) => lines.Show(LogRecordReader.Read(json.Span)), lines.Flush, cancellation);
}
