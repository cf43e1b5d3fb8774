using System.Text.RegularExpressions;
using Drover.Contracts.Errors;

namespace Drover.Daemon.Projects.Files;

/// <summary>Reads <c>drover.yaml</c>.</summary>
internal static partial class ProjectFileReader
{
    public const string NameRule = "has letters, digits, - and _, begins with a letter or digit, and has at most 40 of them";

    public static Result<ProjectFile> Read(string text, string path, string folder)
    {
        var problems = new ProjectProblems(path);
        var file = Read(YamlTree.Read(text, problems), path, folder, problems);
        if (file is not null && !problems.Any)
        {
            DependencyGraph.Check(file, problems);
        }

        return problems.ToError() is { } error ? error : file!;
    }

    /// <summary>Whether a word can be the name of a project or process: it becomes part of labels and of host names.</summary>
    public static bool IsName(string word) => Name().IsMatch(word);

    private static ProjectFile? Read(YamlValue? root, string path, string folder, ProjectProblems problems)
    {
        if (root is not YamlMap map)
        {
            if (!problems.Any)
            {
                problems.Add(root?.At ?? new Place(1, 1), ErrorCodes.ProjectFileInvalid, "the file has no processes: begin with the key processes");
            }

            return null;
        }

        // Keys that begin with x- are for anchors.
        var own = map with { Entries = [.. map.Entries.Where(entry => !entry.Key.Text.StartsWith("x-", StringComparison.Ordinal))] };
        var reader = new MapReader(own, "", new Dictionary<string, Place>(StringComparer.Ordinal), problems).Knows(ProjectKeys.Top);
        return new ProjectFile
        {
            Path = path,
            Folder = folder,
            Name = NameOf(reader) ?? ProjectNames.FromFolder(folder),
            Env = reader.Variables("env") ?? new Dictionary<string, YamlText>(StringComparer.Ordinal),
            EnvFiles = reader.Scalars("env_file", orOne: true) ?? [],
            Processes = Processes(reader, map),
        };
    }

    private static string? NameOf(MapReader reader)
    {
        if (reader.Scalar("name") is { } name)
        {
            if (IsName(name.Text))
            {
                return name.Text;
            }

            reader.Problems.Add(name.At, ErrorCodes.ProjectFileInvalid, $"name {NameRule}; \"{name.Text}\" does not");
        }

        return null;
    }

    private static List<ProjectProcess> Processes(MapReader reader, YamlMap map)
    {
        var found = new List<ProjectProcess>();
        if (reader.Inner("processes") is not { } processes)
        {
            if (reader.Value("processes") is null && !reader.Problems.Any)
            {
                reader.Problems.Add(map.At, ErrorCodes.ProjectFileInvalid, "the key processes is missing");
            }

            return found;
        }

        if (processes.Map.Entries.Count == 0)
        {
            reader.Problems.Add(processes.Map.At, ErrorCodes.ProjectFileInvalid, "processes is empty");
        }

        foreach (var (name, value) in processes.Map.Entries.Select(entry => (entry.Key, entry.Value)))
        {
            if (!IsName(name.Text))
            {
                reader.Problems.Add(name.At, ErrorCodes.ProjectFileInvalid, $"the name of a process {NameRule}; \"{name.Text}\" does not");
            }

            if (ProcessReader.Read(name, value, reader.Problems) is { } process)
            {
                found.Add(process);
            }
        }

        foreach (var twice in found.Where(process => process.Spec.Port?.Number is not null).GroupBy(process => process.Spec.Port).Where(group => group.Count() > 1))
        {
            var second = twice.ElementAt(1);
            reader.Problems.Add(second.PlaceOf("port"), ErrorCodes.ProjectFileInvalid, $"port {twice.Key!.Value.Number} is {twice.First().Name}'s already");
        }

        return found;
    }

    [GeneratedRegex("^[A-Za-z0-9][A-Za-z0-9_-]{0,39}$", RegexOptions.CultureInvariant, 1000)]
    private static partial Regex Name();
}
