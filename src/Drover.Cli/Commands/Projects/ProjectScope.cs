using Drover.Contracts.Client;
using Drover.Contracts.Errors;
using Drover.Contracts.Projects;
using Drover.Contracts.Sessions;

namespace Drover.Cli.Commands.Projects;

/// <summary>The processes one command is about, in the order of their start.</summary>
/// <param name="Project">Name of the project.</param>
/// <param name="Processes">Those that have a session.</param>
/// <param name="Cursor">Where their common log begins to be new; null from its start.</param>
/// <param name="HasFailures">Whether something could not even be begun.</param>
internal sealed record ProjectScope(string Project, IReadOnlyList<ScopedProcess> Processes, string? Cursor, bool HasFailures)
{
    /// <summary>Names of the processes by session.</summary>
    internal IReadOnlyDictionary<string, string> Names { get; } = Processes.ToDictionary(process => process.Session, process => process.Name, StringComparer.Ordinal);

    /// <summary>How they are now, in the same order; without those whose session was removed meanwhile.</summary>
    internal async Task<Result<IReadOnlyList<ProjectProcessStatus>>> StatusAsync(DroverClient client, CancellationToken cancellation = default)
    {
        var status = await client.ProjectAsync(Project, cancellation);
        return status.IsSuccess
            ? (ProjectProcessStatus[])[.. Processes.Select(scoped => status.Value.Value.Processes.FirstOrDefault(process => process.Session?.Id == scoped.Session)).OfType<ProjectProcessStatus>()]
            : status.Error!;
    }

    /// <summary>Ids of the active sessions of some processes and of what these depend on.</summary>
    /// <param name="project">The project.</param>
    /// <param name="names">The processes; all that there are when null or empty.</param>
    internal static IReadOnlyList<string> SessionsOf(ProjectStatus project, IReadOnlyList<string>? names)
    {
        var wanted = (names is null or [] ? project.Processes.Select(process => process.Name) : names).ToHashSet(StringComparer.Ordinal);

        // From the last level up, so that one pass finds what is depended on, however far.
        foreach (var name in project.Levels.Reverse().SelectMany(level => level).Where(name => wanted.Contains(name)))
        {
            wanted.UnionWith(project.Processes.Where(process => process.Name == name).SelectMany(process => process.DependsOn.Keys));
        }

        return [.. project.Processes.Where(process => wanted.Contains(process.Name) && process.Session is { State: <= SessionState.Backoff }).Select(process => process.Session!.Id)];
    }
}

/// <summary>One of them.</summary>
/// <param name="Name">Name of the process.</param>
/// <param name="Session">Id of its session.</param>
internal sealed record ScopedProcess(string Name, string Session);
