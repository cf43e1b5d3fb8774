using Drover.Contracts.Errors;
using Drover.Contracts.Projects;
using Drover.Contracts.Sessions;
using Drover.Daemon.Features.Sessions;

namespace Drover.Daemon.Projects;

/// <summary>Ends one session of a project and looks whether it is true.</summary>
internal sealed class ProjectStopping(SessionService sessions)
{
    /// <returns>The change, with what could not be ended, when nothing more can be done.</returns>
    public async Task<ProjectChange> StopAsync(KnownSession session, ProjectChange change)
    {
        var stopped = await sessions.StopAsync(session, new StopRequest { Wait = true }, CancellationToken.None);
        return stopped switch
        {
            // Ended by itself just now.
            { Error.Code: ErrorCodes.SessionNotRunning } => change,
            { Error: { } error } => change with { Failed = new ProjectFailure(error.Code, error.Message) },
            { Value.Note: { } left } when session.HasProcesses || left.Contains("still held", StringComparison.Ordinal) =>
                change with { Failed = new ProjectFailure(ErrorCodes.SessionStopIncomplete, $"{left}.") },
            _ => change,
        };
    }
}
