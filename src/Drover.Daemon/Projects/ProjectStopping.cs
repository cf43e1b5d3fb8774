using Drover.Contracts.Errors;
using Drover.Contracts.Projects;
using Drover.Contracts.Sessions;
using Drover.Daemon.Features.Sessions;
using Drover.Daemon.Ports;
using Drover.Daemon.Projects.Ports;

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
            _ when Left(session) => change with { Failed = new ProjectFailure(ErrorCodes.SessionStopIncomplete, $"{stopped.Value.Note ?? session.Snapshot.Reason ?? "Something of it is left"}.") },
            _ => change,
        };
    }

    private static bool Left(KnownSession session) =>
        session.HasProcesses || (session.Plan.Ports.TryGetValue(PortText.OwnPort, out var port) && PortUse.Say(port) is not null);
}
