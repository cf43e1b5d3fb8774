using Drover.Contracts.Friendly;
using Drover.Daemon.Workspaces;

namespace Drover.Daemon.Features.Friendly.Detectors;

/// <summary>What Maven does with a <c>pom.xml</c>. Its plugins are found by their names, which no other text has.</summary>
internal sealed class MavenDetector : IFriendlyDetector
{
    private const string File = "pom.xml";

    public IEnumerable<FriendlyCommand> Detect(FolderFiles files)
    {
        if (files.Text(File) is not { } text)
        {
            yield break;
        }

        var mvn = files.Has("mvnw") ? "./mvnw" : "mvn";
        yield return FriendlyKinds.As(FriendlyKind.Test, $"{mvn} test", File, Confidence.Configured);
        foreach (var (plugin, goal) in ((string, string)[])[("spring-boot-maven-plugin", "spring-boot:run"), ("quarkus-maven-plugin", "quarkus:dev"), ("jetty-maven-plugin", "jetty:run")])
        {
            if (text.Contains(plugin, StringComparison.Ordinal))
            {
                yield return FriendlyKinds.As(FriendlyKind.Dev, $"{mvn} {goal}", $"{File}:{plugin}", Confidence.Configured);
            }
        }

        foreach (var (plugin, goal, kind) in ((string, string, FriendlyKind)[])[
            ("maven-checkstyle-plugin", "checkstyle:check", FriendlyKind.Lint), ("spotbugs-maven-plugin", "spotbugs:check", FriendlyKind.Lint), ("spotless-maven-plugin", "spotless:apply", FriendlyKind.Format)])
        {
            if (text.Contains(plugin, StringComparison.Ordinal))
            {
                yield return FriendlyKinds.As(kind, $"{mvn} {goal}", $"{File}:{plugin}", Confidence.Configured);
            }
        }

        yield return FriendlyKinds.As(FriendlyKind.Build, $"{mvn} package", File, Confidence.Configured);
    }
}
