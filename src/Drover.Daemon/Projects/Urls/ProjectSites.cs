using Drover.Contracts.Errors;
using Drover.Contracts.Projects;
using Drover.Contracts.Sessions;
using Drover.Daemon.Edges.Http.Sites;
using Drover.Daemon.Features.Sessions;
using Drover.Daemon.Features.Sessions.Resources;
using Drover.Daemon.Ports;

namespace Drover.Daemon.Projects.Urls;

/// <summary>Processes of projects by <c>PROCESS.PROJECT</c>, the case of which browsers do not keep.</summary>
internal sealed class ProjectSites(SessionService sessions, ProjectService projects, TreeSampler sampler) : ISites
{
    public async Task<int?> PortOfAsync(string name)
    {
        var (process, project) = Split(name);
        var label = $"{project}/{process}";
        var session = sessions.All.FirstOrDefault(session =>
            session.IsActive && session.Plan.Spec.Project is not null && string.Equals(session.Label, label, StringComparison.OrdinalIgnoreCase));
        return session is null ? null
            : session.Plan.Ports.TryGetValue(PortText.OwnPort, out var own) ? own
            : await sampler.ListeningAsync(session) is [var first, ..] ? first.Port
            : null;
    }

    public async Task<SiteNotice> NoticeAsync(string name, string? how)
    {
        var (process, project) = Split(name);
        var status = await projects.StatusAsync(project);
        if (!status.IsSuccess)
        {
            return new SiteNotice(status.Error!);
        }

        var known = status.Value.Processes;
        return known.FirstOrDefault(one => one.Name.Equals(process, StringComparison.OrdinalIgnoreCase)) is { } found
            ? Down(status.Value, found, how)
            : new SiteNotice(process.Length == 0 ? OnlyProject(status.Value) : ProjectService.NoProcess(process, project, known.Select(one => one.Name))) { Urls = [.. known.SelectMany(one => one.Urls.Take(1))] };
    }

    private static Error OnlyProject(ProjectStatus project) => new(
        ErrorCodes.ProjectProcessNotFound,
        $"{project.Name} is a project; name a process before it, as in PROCESS.{project.Name}.localhost. It has {string.Join(", ", project.Processes.Select(one => one.Name))}.",
        new Dictionary<string, string>(StringComparer.Ordinal) { ["project"] = project.Name });

    private static SiteNotice Down(ProjectStatus project, ProjectProcessStatus process, string? answering)
    {
        var session = process.Session;
        var how = session is null ? "was not started" : $"is {StateText.Of(session.State)}{(session.Reason is { } reason ? $": {reason}" : "")}";
        var active = session is { State: SessionState.Starting or SessionState.Running or SessionState.Backoff };
        var message = session is { State: SessionState.Running } && (answering ?? (process.Port is { } port ? $"does not answer on port {port}" : null)) is { } wrong
            ? $"{process.Name} of {project.Name} runs, but {wrong}."
            : $"{process.Name} of {project.Name} {how}.";
        return new SiteNotice(new Error(
            ErrorCodes.ProjectNotAnswering,
            message,
            new Dictionary<string, string>(StringComparer.Ordinal) { ["project"] = project.Name, ["process"] = process.Name, ["state"] = session is null ? "none" : StateText.Of(session.State) }))
        {
            Command = active ? null : $"cd '{project.Folder.Replace("'", "'\\''", StringComparison.Ordinal)}' && drover up {process.Name}",
            ComesSoon = active,
        };
    }

    // shop.localhost alone has a project and no process.
    private static (string Process, string Project) Split(string name)
    {
        var dot = name.LastIndexOf('.');
        return dot < 0 ? ("", name) : (name[..dot], name[(dot + 1)..]);
    }
}
