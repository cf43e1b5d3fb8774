using Drover.Contracts.Sessions;

namespace Drover.Contracts.Projects;

/// <summary>What the states of a project's processes mean for each other.</summary>
public static class ProjectProgress
{
    /// <summary>
    /// Whether a process waits for one that has had its time to become ready and is not, or for one that is blocked itself. It may still start,
    /// when that one comes round; whoever waits for the project has waited long enough.
    /// </summary>
    /// <param name="process">The process.</param>
    /// <param name="all">All processes of the project.</param>
    public static bool IsBlocked(ProjectProcessStatus process, IReadOnlyList<ProjectProcessStatus> all)
    {
        ArgumentNullException.ThrowIfNull(process);
        ArgumentNullException.ThrowIfNull(all);
        return process.Session is { State: SessionState.Starting, Pid: null }
            && all.Any(other => process.DependsOn.TryGetValue(other.Name, out var condition)
                && (IsBlocked(other, all) || (condition == DependencyCondition.Ready && other.Session is { State: SessionState.Running, Health: SessionHealth.Unhealthy })));
    }
}
