using Drover.Contracts.Errors;

namespace Drover.Daemon.Projects.Files;

/// <summary>Who depends on whom within a project.</summary>
internal static class DependencyGraph
{
    /// <summary>Tells dependencies that do not exist, and circles.</summary>
    public static void Check(ProjectFile file, ProjectProblems problems)
    {
        var names = file.Processes.Select(process => process.Name).ToList();
        foreach (var process in file.Processes)
        {
            foreach (var dependency in process.DependsOn.Where(dependency => !names.Contains(dependency.Name, StringComparer.Ordinal)))
            {
                problems.Unknown(
                    new YamlText(dependency.Name, IsPlain: true, dependency.At),
                    ErrorCodes.ProjectDependencyUnknown,
                    $"{process.Name} depends on a process that is not in the file:",
                    names.Where(name => name != process.Name));
            }
        }

        var done = new HashSet<string>(StringComparer.Ordinal);
        foreach (var process in file.Processes)
        {
            if (FindCircle(file, process, [], done) is { } circle)
            {
                problems.Add(circle.At, ErrorCodes.ProjectDependencyCycle, $"processes wait for each other: {string.Join(" → ", circle.Path)}");
                return;
            }
        }
    }

    /// <summary>Names by level: each depends only on names of the levels before its own. The order within a level is the file's.</summary>
    public static IReadOnlyList<IReadOnlyList<string>> Levels(IEnumerable<(string Name, IReadOnlyList<string> DependsOn)> processes)
    {
        var left = processes.ToList();
        var known = left.Select(process => process.Name).ToHashSet(StringComparer.Ordinal);
        var placed = new HashSet<string>(StringComparer.Ordinal);
        var levels = new List<IReadOnlyList<string>>();
        while (left.Count > 0)
        {
            var ready = left.Where(process => process.DependsOn.All(name => placed.Contains(name) || !known.Contains(name))).Select(process => process.Name).ToList();

            // A circle cannot come out of a checked file; sessions of two versions of it could form one.
            var level = ready.Count > 0 ? ready : [.. left.Select(process => process.Name)];
            levels.Add(level);
            placed.UnionWith(level);
            left.RemoveAll(process => placed.Contains(process.Name));
        }

        return levels;
    }

    public static IReadOnlyList<IReadOnlyList<string>> Levels(ProjectFile file) =>
        Levels(file.Processes.Select(process => (process.Name, (IReadOnlyList<string>)[.. process.DependsOn.Select(dependency => dependency.Name)])));

    /// <summary>These processes and everything they depend on, in an order in which each comes after what it depends on.</summary>
    public static IReadOnlyList<ProjectProcess> Closure(ProjectFile file, IEnumerable<string> names)
    {
        var wanted = new HashSet<string>(StringComparer.Ordinal);
        var open = new Stack<string>(names);
        while (open.TryPop(out var name))
        {
            if (wanted.Add(name))
            {
                foreach (var dependency in file.Find(name)!.DependsOn)
                {
                    open.Push(dependency.Name);
                }
            }
        }

        return [.. Levels(file).SelectMany(level => level).Where(wanted.Contains).Select(name => file.Find(name)!)];
    }

    private static (Place At, IReadOnlyList<string> Path)? FindCircle(ProjectFile file, ProjectProcess process, List<string> path, HashSet<string> done)
    {
        if (done.Contains(process.Name))
        {
            return null;
        }

        path.Add(process.Name);
        foreach (var dependency in process.DependsOn)
        {
            if (path.IndexOf(dependency.Name) is >= 0 and var start)
            {
                return (dependency.At, [.. path[start..], dependency.Name]);
            }

            if (file.Find(dependency.Name) is { } next && FindCircle(file, next, path, done) is { } circle)
            {
                return circle;
            }
        }

        path.RemoveAt(path.Count - 1);
        done.Add(process.Name);
        return null;
    }
}
