using Drover.Daemon.Features.Tests.Reports;
using Drover.Daemon.Workspaces;

namespace Drover.Daemon.Features.Tests.Frameworks;

/// <summary>Maven: the reports of Surefire.</summary>
internal sealed class Maven : JavaFramework
{
    public override string Name => "maven";

    public override string LooksFor => "pom.xml";

    public override FrameworkUse UseIn(FolderFiles files) => files.Has("pom.xml") ? FrameworkUse.Configured : FrameworkUse.No;

    public override TestOutcome? Read(TestEvidence evidence)
    {
        var broken = CompilerErrors.OfMaven(evidence.Lines.Value);
        return TestOutcome.Sum([Sum(evidence.InProject("target/surefire-reports", onlyNew: true)), broken.Count > 0 ? new TestOutcome { Errors = broken.Count, Failures = broken } : null]);
    }

    protected override string Program(TestTarget target) => target.Files.Has("mvnw") ? "./mvnw -B test" : "mvn -B test";

    protected override string Narrow(string? testClass, string? filter) => (testClass, filter) switch
    {
        (null, null) => "",
        (null, _) => $"-Dtest={Quoted(filter)} -Dsurefire.failIfNoSpecifiedTests=false",
        _ => $"-Dtest={Quoted(filter is null ? testClass : $"{testClass}#{filter}")} -Dsurefire.failIfNoSpecifiedTests=false",
    };
}
