using Drover.Contracts.Errors;
using Drover.Daemon.Projects.Files;

namespace Drover.Daemon.Projects.Ports;

/// <summary>Gives each process of a project its port, the same one every time.</summary>
internal sealed class ProjectPorts(ProjectStore store)
{
    // Projects come up at the same time, and no two of them get the same port.
    private readonly Lock _gate = new();

    /// <param name="file">The project.</param>
    /// <param name="inUse">Whether a port is used by the process that is asked for, because it runs: then it is not taken by somebody else.</param>
    /// <param name="keep">Whether new ports are remembered; a dry run does not.</param>
    public Result<IReadOnlyDictionary<string, int>> Give(ProjectFile file, Func<string, int, bool> inUse, bool keep)
    {
        lock (_gate)
        {
            return Choose(file, inUse, keep);
        }
    }

    private Result<IReadOnlyDictionary<string, int>> Choose(ProjectFile file, Func<string, int, bool> inUse, bool keep)
    {
        var known = store.Ports();
        if (!known.IsSuccess)
        {
            return known.Error!;
        }

        var taken = known.Value.Where(row => row.Folder != file.Folder).Select(row => row.Port)
            .Concat(file.Processes.Select(process => process.Spec.Port?.Number).OfType<int>())
            .ToHashSet();
        var own = known.Value.Where(row => row.Folder == file.Folder).ToDictionary(row => row.Process, row => row.Port, StringComparer.Ordinal);
        taken.UnionWith(own.Values);
        var given = new Dictionary<string, int>(StringComparer.Ordinal);
        foreach (var process in file.Processes.Where(process => process.Spec.Port is not null))
        {
            if (process.Spec.Port!.Value.Number is { } number)
            {
                given[process.Name] = number;
                continue;
            }

            if (own.TryGetValue(process.Name, out var port) && (inUse(process.Name, port) || PortUse.Say(port) is null))
            {
                given[process.Name] = port;
                continue;
            }

            port = PortRange.Candidates(file.Folder, process.Name).FirstOrDefault(candidate => !taken.Contains(candidate) && PortUse.Say(candidate) is null);
            if (port == 0)
            {
                return ProjectProblems.At(file.Path, process.PlaceOf("port"), ErrorCodes.ProjectPortTaken, $"all {PortRange.Count} ports from {PortRange.First} on are taken");
            }

            taken.Add(port);
            given[process.Name] = port;
            if (keep && store.SavePort(new ProjectPort(file.Folder, process.Name, port)).Error is { } error)
            {
                return error;
            }
        }

        return given;
    }
}
