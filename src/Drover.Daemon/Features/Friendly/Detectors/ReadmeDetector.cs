using System.Text.RegularExpressions;
using Drover.Contracts.Friendly;
using Drover.Daemon.Workspaces;

namespace Drover.Daemon.Features.Friendly.Detectors;

/// <summary>
/// Commands in the code fences of a README: hints. Only plain lines of programs that are known count; what chains, redirects or substitutes is nothing
/// to put on a button.
/// </summary>
internal sealed partial class ReadmeDetector : IFriendlyDetector
{
    private const int MatchMilliseconds = 1000;
    private const int Most = 10;

    private static readonly string[] Programs =
    [
        "npm", "npx", "pnpm", "yarn", "bun", "deno", "node", "make", "just", "task", "cargo", "go", "dotnet", "python", "python3", "pytest", "tox", "nox", "uv", "poetry", "pdm", "flask",
        "uvicorn", "ruff", "bundle", "rake", "composer", "php", "mvn", "./mvnw", "gradle", "./gradlew", "bin/rails", "bin/dev", "docker", "mix", "stack", "cabal", "zig", "bazel", "cmake", "ctest",
    ];

    public IEnumerable<FriendlyCommand> Detect(FolderFiles files)
    {
        if (files.First("README.md", "readme.md", "Readme.md", "README.markdown") is not { } file || files.Text(file) is not { } text)
        {
            return [];
        }

        return Lines(text)
            .Where(line => line.Length <= 120 && Plain().IsMatch(line) && Programs.Contains(line.Split(' ')[0]))
            .Select(line => (Line: line, Kind: KindOf(line)))
            .Where(line => line.Kind is not null)
            .DistinctBy(line => line.Line)
            .Take(Most)
            .Select(line => FriendlyKinds.As(line.Kind!.Value, line.Line, file, Confidence.Hint));
    }

    // The first word behind the program that means anything: "npm run build", "python -m pytest", "docker compose up".
    private static FriendlyKind? KindOf(string line) => line.Split(' ').Select(word => word.TrimStart('-')).Skip(line.StartsWith("pytest", StringComparison.Ordinal) ? 0 : 1)
        .Where(word => word is not "run" || line.StartsWith("go ", StringComparison.Ordinal) || line.StartsWith("cargo ", StringComparison.Ordinal) || line.StartsWith("dotnet ", StringComparison.Ordinal) || line.StartsWith("flask ", StringComparison.Ordinal))
        .Select(word => FriendlyKinds.Of(word).Kind)
        .FirstOrDefault(kind => kind is not FriendlyKind.Script, FriendlyKind.Script) is var found and not FriendlyKind.Script
        ? found
        : null;

    private static IEnumerable<string> Lines(string text)
    {
        var inside = false;
        var isShell = false;
        foreach (var line in text.Split('\n').Select(line => line.Trim()))
        {
            if (line.StartsWith("```", StringComparison.Ordinal))
            {
                isShell = !inside && line[3..].Trim().ToLowerInvariant() is "" or "sh" or "bash" or "shell" or "console" or "zsh" or "shell-session";
                inside = !inside;
            }
            else if (inside && isShell)
            {
                var comment = line.IndexOf(" #", StringComparison.Ordinal);
                yield return (comment > 0 ? line[..comment] : line).TrimStart('$', ' ').TrimEnd();
            }
        }
    }

    [GeneratedRegex(@"^[A-Za-z0-9_./:=@,+ -]+$", RegexOptions.ExplicitCapture, MatchMilliseconds)]
    private static partial Regex Plain();
}
