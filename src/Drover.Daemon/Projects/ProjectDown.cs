using Drover.Contracts.Projects;
using Drover.Daemon.Features.Sessions;
using Drover.Daemon.Projects.Files;

namespace Drover.Daemon.Projects;

/// <summary>
/// Ends the sessions of a project, those that depend on others first. The order comes from what the sessions were started with, so that it
/// works without a file, and with one that is broken.
/// </summary>
internal sealed class ProjectDown(ProjectSessions projectSessions, ProjectStopping stopping)
{
    /// <param name="folder">The project's folder.</param>
    /// <param name="names">Only these; all when null.</param>
    public async Task<IReadOnlyList<ProjectChange>> RunAsync(string folder, IReadOnlyList<string>? names)
    {
        var sessions = projectSessions.Of(folder);
        var done = new List<ProjectChange>();
        foreach (var level in LevelsOf(sessions).Reverse())
        {
            var wanted = level.Where(name => names?.Contains(name, StringComparer.Ordinal) ?? true);
            done.AddRange(await Task.WhenAll(wanted.Select(name => StopAsync(name, sessions[name]))));
        }

        return done;
    }

    private Task<ProjectChange> StopAsync(string name, KnownSession session) => session.HasProcesses || session.IsRevivable
        ? stopping.StopAsync(session, new ProjectChange { Process = name, Action = ProjectAction.Stop, Because = "down" })
        : Task.FromResult(new ProjectChange { Process = name, Action = ProjectAction.Keep, Because = "not running" });

    private static IReadOnlyList<IReadOnlyList<string>> LevelsOf(IReadOnlyDictionary<string, KnownSession> sessions)
    {
        var byLabel = sessions.ToDictionary(session => session.Value.Label ?? session.Value.Name, session => session.Key, StringComparer.Ordinal);
        return DependencyGraph.Levels(sessions.OrderBy(session => session.Key, StringComparer.Ordinal).Select(session => (
            session.Key,
            (IReadOnlyList<string>)[.. (session.Value.Plan.Spec.DependsOn ?? []).Select(dependency => byLabel.GetValueOrDefault(dependency.Session)).OfType<string>()])));
    }
}
