using System.Text.RegularExpressions;

namespace Drover.Cli.Commands.Projects.Init;

/// <summary>
/// Names of the services of a compose file. Drover runs programs, not images, so they are only told as comments; the names are enough for that, and
/// are found by their indentation.
/// </summary>
internal static partial class ComposeServices
{
    private const int MatchMilliseconds = 1000;

    private static readonly string[] Files = ["compose.yaml", "compose.yml", "docker-compose.yaml", "docker-compose.yml"];

    internal static (string File, IReadOnlyList<string> Names)? Find(string root)
    {
        var file = Files.FirstOrDefault(name => File.Exists(Path.Combine(root, name)));
        if (file is null)
        {
            return null;
        }

        var names = new List<string>();
        string? indentation = null;
        foreach (var line in File.ReadLines(Path.Combine(root, file)).SkipWhile(line => !line.StartsWith("services:", StringComparison.Ordinal)).Skip(1))
        {
            if (line.Length > 0 && line[0] is not (' ' or '\t' or '#'))
            {
                break;
            }

            if (Key().Match(line) is { Success: true } key && (indentation ??= key.Groups["indentation"].Value) == key.Groups["indentation"].Value)
            {
                names.Add(key.Groups["name"].Value);
            }
        }

        return names.Count > 0 ? (file, names) : null;
    }

    [GeneratedRegex(@"^(?<indentation>\s+)[""']?(?<name>[A-Za-z0-9._-]+)[""']?:\s*(#.*)?$", RegexOptions.ExplicitCapture, MatchMilliseconds)]
    private static partial Regex Key();
}
