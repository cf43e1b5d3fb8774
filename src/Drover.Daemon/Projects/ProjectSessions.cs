using Drover.Contracts.Sessions;
using Drover.Daemon.Features.Sessions;
using Drover.Daemon.Features.Sessions.Readiness;
using Drover.Daemon.Projects.Plans;
using Drover.Supervision.Supervisor;

namespace Drover.Daemon.Projects;

/// <summary>Finds the sessions of a project again: each carries its folder and process in its stored spec.</summary>
internal sealed class ProjectSessions(SessionService sessions)
{
    /// <summary>By process; of several that had the same process one after the other the active one, else the newest.</summary>
    public IReadOnlyDictionary<string, KnownSession> Of(string folder) => sessions.All
        .Where(session => session.Plan.Spec.Project?.Folder == folder && !session.Removed)
        .GroupBy(session => session.Plan.Spec.Project!.Process, StringComparer.Ordinal)
        .ToDictionary(group => group.Key, group => group.MaxBy(session => (session.IsActive, session.CreatedAt))!, StringComparer.Ordinal);

    public static ProcessNow Now(KnownSession session)
    {
        var snapshot = session.Snapshot;
        return new ProcessNow(session.Plan.Spec, LifeOf(session, snapshot), snapshot.Reason) { Words = Say(snapshot, session.Health, session.Note) };
    }

    /// <summary>How an active session is: only of one that can be used it is said that it runs, and no more.</summary>
    public static string Say(ProcessSnapshot snapshot, HealthStatus health, string? note) => snapshot.State switch
    {
        ProcessState.Starting => note is null ? "starting" : $"starting: {note}",
        ProcessState.Stopping => "being restarted",
        ProcessState.Backoff => $"in backoff: {snapshot.Reason}",
        _ => health.State switch
        {
            SessionHealth.Waiting => "running, not ready yet",
            SessionHealth.Unhealthy => health.Why is { } why ? $"running, unhealthy: {why}" : "running, unhealthy",
            _ => "running",
        },
    };

    private static ProcessLife LifeOf(KnownSession session, ProcessSnapshot snapshot) => snapshot switch
    {
        { State: ProcessState.Stopping, StopWanted: true } => ProcessLife.Stopping,
        _ when session.IsActive => ProcessLife.Active,
        { State: ProcessState.Exited, Exit: ProcessExit.Exited { Code: 0 }, StopWanted: false } => ProcessLife.EndedWell,
        _ => ProcessLife.Ended,
    };
}
