using Drover.Contracts.Client;
using Drover.Contracts.Errors;
using Drover.Contracts.Projects;

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
}

/// <summary>One of them.</summary>
/// <param name="Name">Name of the process.</param>
/// <param name="Session">Id of its session.</param>
internal sealed record ScopedProcess(string Name, string Session);
