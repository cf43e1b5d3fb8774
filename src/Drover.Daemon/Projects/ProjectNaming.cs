using Drover.Contracts.Errors;
using Drover.Daemon.Projects.Files;

namespace Drover.Daemon.Projects;

/// <summary>Gives each folder its project name and remembers it.</summary>
internal sealed class ProjectNaming(ProjectStore store, ProjectSessions sessions, TimeProvider time)
{
    // Folders come up at the same time: between the look at the names that are taken and the taking of one nobody else may do the same.
    private readonly Lock _gate = new();

    /// <param name="file">The project.</param>
    /// <param name="keep">Whether the name is remembered; a dry run and a look do not.</param>
    public Result<string> NameOf(ProjectFile file, bool keep)
    {
        lock (_gate)
        {
            return Choose(file, keep);
        }
    }

    /// <summary>True when a folder is gone and nothing of it runs: its name and ports are free then.</summary>
    public bool IsForgotten(KnownProject project, bool forget)
    {
        lock (_gate)
        {
            if (Directory.Exists(project.Folder) || sessions.Of(project.Folder).Values.Any(session => session.HasProcesses))
            {
                return false;
            }

            return !forget || store.Delete(project.Folder).IsSuccess;
        }
    }

    private Result<string> Choose(ProjectFile file, bool keep)
    {
        var all = store.All();
        if (!all.IsSuccess)
        {
            return all.Error!;
        }

        var known = all.Value.Find(project => project.Folder == file.Folder);
        var name = known is not null && known.Wanted == file.Name
            ? known.Name
            : ProjectNames.Choose(file.Name, file.Folder, candidate => all.Value.Exists(other =>
                other.Folder != file.Folder && other.Name.Equals(candidate, StringComparison.OrdinalIgnoreCase) && !IsForgotten(other, keep)));
        var now = new KnownProject(file.Folder, name, file.Name, file.Path, known?.CreatedAt ?? time.GetUtcNow());
        return keep && now != known && store.Save(now).Error is { } error ? error : name;
    }
}
