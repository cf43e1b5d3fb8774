using System.Text.RegularExpressions;
using Drover.Contracts.Friendly;
using Drover.Daemon.Workspaces;

namespace Drover.Daemon.Features.Friendly.Detectors;

/// <summary>The recipes of a justfile that need no arguments.</summary>
/// <remarks>A sample: <code>test filter="":</code></remarks>
internal sealed partial class JustfileDetector : IFriendlyDetector
{
    private const int MatchMilliseconds = 1000;

    public IEnumerable<FriendlyCommand> Detect(FolderFiles files)
    {
        if (files.First("justfile", "Justfile", ".justfile") is not { } file || files.Text(file) is not { } text)
        {
            yield break;
        }

        var before = "";
        foreach (var line in text.Split('\n'))
        {
            if (Recipe().Match(line) is { Success: true } recipe && !before.Contains("[private]", StringComparison.Ordinal) && HasDefaults(recipe.Groups["parameters"].Value))
            {
                var name = recipe.Groups["name"].Value;
                yield return FriendlyKinds.Named(name, $"just {name}", $"{file}:{name}", factor: 0.95);
            }

            before = line;
        }
    }

    private static bool HasDefaults(string parameters) =>
        parameters.Split([' ', '\t'], StringSplitOptions.RemoveEmptyEntries).All(parameter => parameter[0] == '*' || parameter.Contains('=', StringComparison.Ordinal));

    // Names with an underscore in front are private; := is a variable.
    [GeneratedRegex("""^@?(?<name>[A-Za-z][A-Za-z0-9_-]*)(?<parameters>([ \t]+[*+$]*[A-Za-z_][A-Za-z0-9_-]*(=("[^"]*"|'[^']*'|[^\s:"']+))?)*)[ \t]*:(?!=)""", RegexOptions.ExplicitCapture, MatchMilliseconds)]
    private static partial Regex Recipe();
}
