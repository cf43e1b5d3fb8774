using System.Text.RegularExpressions;

namespace Drover.Cli.Commands.Projects.Init;

/// <summary>The lines <c>NAME: COMMAND</c> of a Procfile.</summary>
internal static partial class ProcfileLines
{
    private const int MatchMilliseconds = 1000;
    private const string File = "Procfile";

    // Run once before a release, never during development.
    private const string Release = "release";

    internal static IReadOnlyList<DraftProcess> Find(string root)
    {
        var path = Path.Combine(root, File);
        return !System.IO.File.Exists(path) ? [] :
        [
            .. System.IO.File.ReadLines(path)
                .Select(line => Line().Match(line))
                .Where(match => match.Success && match.Groups["name"].Value != Release)
                .Select(match => new DraftProcess(match.Groups["name"].Value, match.Groups["line"].Value, File) { TakesPort = true }),
        ];
    }

    [GeneratedRegex(@"^\s*(?<name>[A-Za-z0-9_-]+)\s*:\s*(?<line>\S.*?)\s*$", RegexOptions.ExplicitCapture, MatchMilliseconds)]
    private static partial Regex Line();
}
