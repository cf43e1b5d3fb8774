using Drover.Contracts.Projects;
using Drover.Contracts.Sessions;
using Drover.Daemon.Features.Sessions;
using Drover.Daemon.Ports;
using Drover.Daemon.Projects.Files;
using Drover.Daemon.Projects.Plans;
using Drover.Daemon.Projects.Urls;

namespace Drover.Daemon.Projects;

/// <summary>Projects as they are told on the wire: the file as it is now, and what runs of it.</summary>
internal sealed class ProjectViews(ProjectStore store, ProjectSessions projectSessions, SessionViews sessionViews, ProjectUrls urls, ProjectFailures failures)
{
    public async Task<ProjectStatus> OneAsync(KnownProject project) => (await ListAsync([project]))[0];

    public async Task<IReadOnlyList<ProjectStatus>> ListAsync(IReadOnlyList<KnownProject> projects)
    {
        var sessions = projects.Select(project => projectSessions.Of(project.Folder)).ToList();
        var summaries = (await sessionViews.ListAsync([.. sessions.SelectMany(ofOne => ofOne.Values)])).Sessions.ToDictionary(summary => summary.Id, StringComparer.Ordinal);
        var ports = store.Ports() is { IsSuccess: true, Value: var rows } ? rows : [];
        return [.. projects.Select((project, index) => View(project, sessions[index], summaries, [.. ports.Where(port => port.Folder == project.Folder)]))];
    }

    private ProjectStatus View(
        KnownProject project, IReadOnlyDictionary<string, KnownSession> sessions, Dictionary<string, SessionSummary> summaries, IReadOnlyList<ProjectPort> ports)
    {
        var read = ProjectFiles.Read(project.File);
        var inFile = read.IsSuccess ? read.Value.Processes.Select(process => OfFile(project, process, read.Value, sessions, summaries, ports)).ToList() : [];
        var others = sessions.Where(session => inFile.TrueForAll(process => process.Name != session.Key))
            .OrderBy(session => session.Key, StringComparer.Ordinal)
            .Select(session => OfSession(project.Name, session.Key, session.Value, summaries, inFile: !read.IsSuccess));
        List<ProjectProcessStatus> processes = [.. inFile, .. others];
        return new ProjectStatus
        {
            Name = project.Name,
            Folder = project.Folder,
            File = project.File,
            State = ProjectStates.Of(processes),
            Problem = read.Error is { } error ? new ProjectFailure(error.Code, error.Message) : null,
            Processes = processes,
            Levels = DependencyGraph.Levels(processes.Select(process => (process.Name, (IReadOnlyList<string>)[.. process.DependsOn.Keys]))),
        };
    }

    private ProjectProcessStatus OfFile(
        KnownProject project,
        ProjectProcess process,
        ProjectFile file,
        IReadOnlyDictionary<string, KnownSession> sessions,
        Dictionary<string, SessionSummary> summaries,
        IReadOnlyList<ProjectPort> ports)
    {
        var session = sessions.GetValueOrDefault(process.Name);
        var port = session?.Plan.Ports.TryGetValue(PortText.OwnPort, out var running) is true ? running
            : process.Spec.Port is { } wish ? wish.Number ?? ports.FirstOrDefault(row => row.Process == process.Name)?.Port
            : null;
        return new ProjectProcessStatus
        {
            Name = process.Name,
            DependsOn = process.DependsOn.ToDictionary(dependency => dependency.Name, dependency => ProcessSpecs.ConditionOf(file, dependency), StringComparer.Ordinal),
            Once = process.Once,
            Port = port,
            Urls = urls.Of(project.Name, process.Name, port),
            Session = session is null ? null : summaries.GetValueOrDefault(session.Name),
            Failed = failures.Of(project.Folder, process.Name, session?.Snapshot.RunNumber ?? 0),
        };
    }

    private ProjectProcessStatus OfSession(string project, string name, KnownSession session, Dictionary<string, SessionSummary> summaries, bool inFile)
    {
        var spec = session.Plan.Spec;
        int? port = session.Plan.Ports.TryGetValue(PortText.OwnPort, out var own) ? own : null;
        return new ProjectProcessStatus
        {
            Name = name,
            DependsOn = (spec.DependsOn ?? []).ToDictionary(
                dependency => dependency.Session[(dependency.Session.LastIndexOf('/') + 1)..], dependency => dependency.Condition, StringComparer.Ordinal),
            Once = spec.Project?.Once ?? false,
            Port = port,
            Urls = urls.Of(project, name, port),
            InFile = inFile,
            Session = summaries.GetValueOrDefault(session.Name),
        };
    }
}
