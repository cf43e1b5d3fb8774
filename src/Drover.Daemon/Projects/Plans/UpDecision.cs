using Drover.Contracts.Projects;
using Drover.Contracts.Sessions;
using Drover.Daemon.Projects.Files;

namespace Drover.Daemon.Projects.Plans;

/// <summary>Decides what <c>up</c> does with one process. Pure.</summary>
internal static class UpDecision
{
    /// <param name="process">The process in the file.</param>
    /// <param name="wanted">What its session should be started with.</param>
    /// <param name="now">What there is of it; null when it never ran.</param>
    /// <param name="before">What was decided for the processes it depends on.</param>
    public static ProjectChange Decide(ProjectProcess process, SessionSpec wanted, ProcessNow? now, IReadOnlyDictionary<string, ProjectChange> before)
    {
        if (now is null)
        {
            return Change(process, ProjectAction.Start, "not running");
        }

        var changed = now.Spec.Label == wanted.Label ? SpecDifference.Say(now.Spec, wanted) : $"{now.Spec.Label} is called {wanted.Label} now";
        var again = process.DependsOn.Where(dependency => RunsAgain(dependency, before)).Select(dependency => $"{dependency.Name} runs again").FirstOrDefault();
        return (now.Life, changed ?? again) switch
        {
            (ProcessLife.Active, null) => Change(process, ProjectAction.Keep, now.Words),
            (ProcessLife.Active, { } why) => Change(process, ProjectAction.Restart, why),
            (ProcessLife.EndedWell, null) when process.Once => Change(process, ProjectAction.Keep, "has run"),
            (ProcessLife.EndedWell, { } why) when process.Once => Change(process, ProjectAction.Start, why),
            (ProcessLife.Stopping, _) => Change(process, ProjectAction.Start, "being stopped"),
            _ => Change(process, ProjectAction.Start, now.Reason is { } reason ? $"not running: {reason}" : "not running"),
        };
    }

    // What waits for the end of another one uses what that one made. A new run makes it anew.
    private static bool RunsAgain(ProcessDependency dependency, IReadOnlyDictionary<string, ProjectChange> before) =>
        dependency.Condition is DependencyCondition.Exited or DependencyCondition.ExitedOk
        && before.TryGetValue(dependency.Name, out var change)
        && change.Action is ProjectAction.Start or ProjectAction.Restart;

    private static ProjectChange Change(ProjectProcess process, ProjectAction action, string because) =>
        new() { Process = process.Name, Action = action, Because = because };
}
