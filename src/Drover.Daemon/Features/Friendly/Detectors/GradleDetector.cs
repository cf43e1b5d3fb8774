using System.Text.RegularExpressions;
using Drover.Contracts.Friendly;
using Drover.Daemon.Workspaces;

namespace Drover.Daemon.Features.Friendly.Detectors;

/// <summary>What Gradle does with a build file.</summary>
internal sealed partial class GradleDetector : IFriendlyDetector
{
    private const int MatchMilliseconds = 1000;

    public IEnumerable<FriendlyCommand> Detect(FolderFiles files)
    {
        if (files.First("build.gradle.kts", "build.gradle", "settings.gradle.kts", "settings.gradle") is not { } file || files.Text(file) is not { } text)
        {
            yield break;
        }

        var gradle = files.Has("gradlew") ? "./gradlew" : "gradle";
        yield return FriendlyKinds.As(FriendlyKind.Test, $"{gradle} test", file, Confidence.Configured);
        if (text.Contains("org.springframework.boot", StringComparison.Ordinal))
        {
            yield return FriendlyKinds.As(FriendlyKind.Dev, $"{gradle} bootRun", file, Confidence.Configured);
        }
        else if (Application().IsMatch(text))
        {
            yield return FriendlyKinds.As(FriendlyKind.Dev, $"{gradle} run", file, Confidence.Configured);
        }

        if (text.Contains("com.diffplug.spotless", StringComparison.Ordinal))
        {
            yield return FriendlyKinds.As(FriendlyKind.Lint, $"{gradle} spotlessCheck", file, Confidence.Configured);
            yield return FriendlyKinds.As(FriendlyKind.Format, $"{gradle} spotlessApply", file, Confidence.Configured);
        }
        else
        {
            yield return FriendlyKinds.As(FriendlyKind.Lint, $"{gradle} check", file, Confidence.Guess);
        }

        yield return FriendlyKinds.As(FriendlyKind.Build, $"{gradle} build", file, Confidence.Configured);
    }

    // The plugin, as id("application"), id 'application' or by its name alone.
    [GeneratedRegex("""id\s*\(?["']application["']|^\s*application\s*$|apply plugin:\s*["']application["']""", RegexOptions.Multiline | RegexOptions.ExplicitCapture, MatchMilliseconds)]
    private static partial Regex Application();
}
