using Drover.Contracts.Errors;
using Drover.Contracts.Projects;
using Drover.Daemon.Projects.Files;

namespace Drover.Daemon.Projects;

/// <summary>The use cases of projects. Every edge comes through here.</summary>
internal sealed class ProjectService(
    ProjectStore store, ProjectNaming naming, ProjectSessions projectSessions, ProjectUp up, ProjectUpRun upRun, ProjectDown down, ProjectGates gates, ProjectViews views)
{
    /// <summary>Makes what runs what the file says. A caller that goes away does not stop what it has begun.</summary>
    public async Task<Result<ProjectChanges>> UpAsync(ProjectUpRequest request, CancellationToken caller)
    {
        var path = ProjectFiles.Find(request.Path);
        if (!path.IsSuccess)
        {
            return path.Error!;
        }

        return await gates.RunAsync<Result<ProjectChanges>>(Path.GetDirectoryName(path.Value)!, async () =>
        {
            var plan = up.Plan(path.Value, request);
            if (!plan.IsSuccess)
            {
                return plan.Error!;
            }

            var changes = request.DryRun is true ? upRun.Rehearse(plan.Value) : await upRun.RunAsync(plan.Value);
            return Answer(plan.Value.Project, plan.Value.File.Folder, changes);
        }).WaitAsync(caller);
    }

    /// <summary>Ends what runs of a project, and answers when it has ended.</summary>
    public async Task<Result<ProjectChanges>> DownAsync(ProjectDownRequest request, CancellationToken caller)
    {
        var found = Find(request);
        if (!found.IsSuccess)
        {
            return found.Error!;
        }

        var (name, folder) = found.Value;
        var known = projectSessions.Of(folder).Keys.ToList();
        if (request.Names?.FirstOrDefault(wanted => !known.Contains(wanted, StringComparer.Ordinal)) is { } unknown)
        {
            return NoProcess(unknown, name, known);
        }

        return await gates.RunAsync<Result<ProjectChanges>>(folder, async () =>
            Answer(name, folder, await down.RunAsync(folder, request.Names is { Count: > 0 } names ? names : null))).WaitAsync(caller);
    }

    /// <param name="path">Only the project this folder or file belongs to.</param>
    public async Task<Result<ProjectList>> ListAsync(string? path)
    {
        if (path is not null)
        {
            var one = Locate(path);
            return one.IsSuccess ? new ProjectList([await views.OneAsync(one.Value)]) : one.Error!;
        }

        var all = store.All();
        return all.IsSuccess
            ? new ProjectList(await views.ListAsync([.. all.Value.Where(project => !naming.IsForgotten(project, forget: true))]))
            : all.Error!;
    }

    public async Task<Result<ProjectStatus>> StatusAsync(string name)
    {
        var found = ByName(name);
        return found.IsSuccess ? await views.OneAsync(found.Value) : found.Error!;
    }

    /// <summary>A name that no process of a project has.</summary>
    public static Error NoProcess(string name, string where, IEnumerable<string> known) => new(
        ErrorCodes.ProjectProcessNotFound,
        $"{where} has no process {name}{(Nearest.Of(name, known) is { } near ? $"; did you mean {near}?" : $". It has {string.Join(", ", known)}.")}",
        new Dictionary<string, string>(StringComparer.Ordinal) { ["process"] = name });

    private Result<(string Name, string Folder)> Find(ProjectDownRequest request)
    {
        if (request.Path is null == request.Project is null)
        {
            return new Error(ErrorCodes.RequestInvalidValue, "Give path or project.", new Dictionary<string, string>(StringComparer.Ordinal) { ["field"] = "path" });
        }

        var found = request.Project is { } name ? ByName(name) : Locate(request.Path!);
        return found.IsSuccess ? (found.Value.Name, found.Value.Folder) : found.Error!;
    }

    private Result<KnownProject> ByName(string name)
    {
        var all = store.All();
        if (!all.IsSuccess)
        {
            return all.Error!;
        }

        return all.Value.Find(project => project.Name.Equals(name, StringComparison.OrdinalIgnoreCase)) is { } known
            ? known
            : new Error(ErrorCodes.ProjectNotFound, $"No project is called {name}{(Nearest.Of(name, all.Value.Select(project => project.Name)) is { } near ? $"; did you mean {near}?" : ".")}");
    }

    // A known folder comes first: its file may be gone or broken, and what runs of it must still be found.
    private Result<KnownProject> Locate(string path)
    {
        var all = store.All();
        if (!all.IsSuccess)
        {
            return all.Error!;
        }

        var file = ProjectFiles.Find(path);
        var start = file.IsSuccess ? Path.GetDirectoryName(file.Value) : Path.TrimEndingDirectorySeparator(path);
        for (var folder = start; folder is not null; folder = file.IsSuccess ? null : Path.GetDirectoryName(folder))
        {
            if (all.Value.Find(project => project.Folder == folder) is { } known)
            {
                return known;
            }
        }

        if (!file.IsSuccess)
        {
            return file.Error!;
        }

        var read = ProjectFiles.Read(file.Value);
        if (!read.IsSuccess)
        {
            return read.Error!;
        }

        var name = naming.NameOf(read.Value, keep: false);
        return name.IsSuccess ? new KnownProject(read.Value.Folder, name.Value, read.Value.Name, read.Value.Path, default) : name.Error!;
    }

    private ProjectChanges Answer(string name, string folder, IReadOnlyList<ProjectChange> changes) => new()
    {
        Project = name,
        Changes = changes,
        Sessions = projectSessions.Of(folder).ToDictionary(session => session.Key, session => session.Value.Name, StringComparer.Ordinal),
    };
}
