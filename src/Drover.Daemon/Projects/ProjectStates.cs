using Drover.Contracts.Projects;
using Drover.Contracts.Sessions;

namespace Drover.Daemon.Projects;

/// <summary>Says in one word how a project is.</summary>
internal static class ProjectStates
{
    public static ProjectState Of(IReadOnlyList<ProjectProcessStatus> processes)
    {
        var wanted = processes.Where(process => process.InFile).ToList();
        if (wanted.Count > 0 && wanted.TrueForAll(IsRight))
        {
            return ProjectState.Up;
        }

        return processes.Any(IsChanging) ? ProjectState.Changing : processes.Any(IsActive) ? ProjectState.Partial : ProjectState.Down;
    }

    private static bool IsRight(ProjectProcessStatus process) => process.Session is
    { State: SessionState.Running, Health: SessionHealth.None or SessionHealth.Ready }
        || process is { Once: true, Session: { State: SessionState.Exited, ExitCode: 0 } };

    private static bool IsChanging(ProjectProcessStatus process) => process.Session is
    { State: SessionState.Starting or SessionState.Stopping or SessionState.Backoff } or { State: SessionState.Running, Health: SessionHealth.Waiting };

    private static bool IsActive(ProjectProcessStatus process) => process.Session is { State: <= SessionState.Backoff };
}
