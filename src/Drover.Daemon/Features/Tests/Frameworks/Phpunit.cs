using Drover.Contracts.Errors;
using Drover.Contracts.Sessions;
using Drover.Daemon.Features.Tests.Reports;
using Drover.Daemon.Workspaces;

namespace Drover.Daemon.Features.Tests.Frameworks;

/// <summary>PHPUnit: its log in JUnit's form beside what it prints.</summary>
internal sealed class Phpunit : TestFramework
{
    public override string Name => "phpunit";

    public override string LooksFor => "phpunit.xml, phpunit.xml.dist, or phpunit in composer.json";

    public override FrameworkUse UseIn(FolderFiles files) =>
        files.First("phpunit.xml", "phpunit.xml.dist", "phpunit.dist.xml") is not null || files.Text("composer.json")?.Contains("phpunit/phpunit", StringComparison.Ordinal) is true
            ? FrameworkUse.Configured
            : FrameworkUse.No;

    public override Result<TestCommand> Command(TestTarget target)
    {
        var program = target.Files.Has("vendor/bin/phpunit") || target.Files.Has("composer.json") ? "vendor/bin/phpunit" : "phpunit";
        var narrow = TestCommand.Join(target.Filter is { } filter ? $"--filter {CommandText.Quote(filter)}" : null, target.Path is { } path ? CommandText.Quote(path) : null);
        return new TestCommand(TestCommand.Join(program, narrow), TestCommand.Join(program, $"--log-junit {TestReports.At("report.xml")}", narrow));
    }

    public override TestOutcome? Read(TestEvidence evidence) => evidence.Report("report.xml") is { } report ? JUnitXml.Read(report) : null;
}
