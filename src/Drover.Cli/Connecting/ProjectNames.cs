using Drover.Contracts.Client;

namespace Drover.Cli.Connecting;

/// <summary>In the folder of a project, the name of one of its processes means that process: <c>api</c> is <c>shop/api</c>. It comes before other sessions.</summary>
internal static class ProjectNames
{
    internal static async Task<string[]> ResolveAsync(DroverClient client, string[] names)
    {
        if (!names.Any(MayBeProcess) || CurrentFolder() is not { } folder)
        {
            return names;
        }

        var here = await client.ProjectsAsync(folder);
        if (!here.IsSuccess || here.Value.Value.Projects is not [var project])
        {
            return names;
        }

        var sessions = project.Processes.ToDictionary(process => process.Name, process => process.Session?.Label ?? $"{project.Name}/{process.Name}", StringComparer.Ordinal);
        return [.. names.Select(name => sessions.GetValueOrDefault(name, name))];
    }

    /// <summary>Names of the processes of this folder's project; none where there is none.</summary>
    /// <param name="client">The daemon.</param>
    /// <param name="started">Only those that have a session.</param>
    /// <param name="active">Only those whose session is active.</param>
    internal static async Task<IEnumerable<string>> HereAsync(DroverClient client, bool started, bool active)
    {
        if (CurrentFolder() is not { } folder)
        {
            return [];
        }

        var here = await client.ProjectsAsync(folder);
        return here is { IsSuccess: true, Value.Value.Projects: [var project] }
            ? project.Processes.Where(process => process.Session is { } session ? !active || SessionChoice.IsActive(session.State) : !started && !active).Select(process => process.Name)
            : [];
    }

    private static bool MayBeProcess(string name) => !name.Contains('/') && !Guid.TryParse(name, out _);

    private static string? CurrentFolder()
    {
        try
        {
            return Directory.GetCurrentDirectory();
        }
        catch (IOException)
        {
            // The folder was deleted under this shell: no project is there any more.
            return null;
        }
    }
}
