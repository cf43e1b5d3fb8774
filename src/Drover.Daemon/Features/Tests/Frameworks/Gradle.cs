using Drover.Daemon.Features.Tests.Reports;
using Drover.Daemon.Workspaces;

namespace Drover.Daemon.Features.Tests.Frameworks;

/// <summary>Gradle. It does not run tests again that nothing has changed for; then their last reports still hold.</summary>
internal sealed class Gradle : JavaFramework
{
    public override string Name => "gradle";

    public override string LooksFor => "build.gradle, build.gradle.kts";

    public override FrameworkUse UseIn(FolderFiles files) =>
        files.First("build.gradle", "build.gradle.kts", "settings.gradle", "settings.gradle.kts") is not null ? FrameworkUse.Configured : FrameworkUse.No;

    public override TestOutcome? Read(TestEvidence evidence)
    {
        var broken = CompilerErrors.OfGradle(evidence.Lines.Value);
        return broken.Count > 0 ? new TestOutcome { Errors = broken.Count, Failures = broken } : Sum(evidence.InProject("build/test-results/test", onlyNew: false));
    }

    protected override string Program(TestTarget target) => target.Files.Has("gradlew") ? "./gradlew test --console=plain" : "gradle test --console=plain";

    protected override string Narrow(string? testClass, string? filter) => (testClass, filter) switch
    {
        (null, null) => "",
        (null, _) => $"--tests {Quoted($"*{filter}*")}",
        _ => $"--tests {Quoted(filter is null ? $"*{testClass}" : $"*{testClass}.{filter}")}",
    };
}
