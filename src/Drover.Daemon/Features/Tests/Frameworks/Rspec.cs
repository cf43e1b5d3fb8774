using Drover.Contracts.Errors;
using Drover.Contracts.Sessions;
using Drover.Daemon.Features.Tests.Reports;
using Drover.Daemon.Workspaces;

namespace Drover.Daemon.Features.Tests.Frameworks;

/// <summary>RSpec, with a JSON formatter beside the usual one.</summary>
internal sealed class Rspec : TestFramework
{
    public override string Name => "rspec";

    public override string LooksFor => ".rspec, or spec with spec_helper.rb";

    public override FrameworkUse UseIn(FolderFiles files) =>
        files.Has(".rspec") || files.Has("spec/spec_helper.rb") || files.Text("Gemfile")?.Contains("rspec", StringComparison.Ordinal) is true ? FrameworkUse.Configured : FrameworkUse.No;

    public override Result<TestCommand> Command(TestTarget target)
    {
        var program = target.Files.Has("Gemfile") ? "bundle exec rspec" : "rspec";
        var narrow = TestCommand.Join(target.Path is { } path ? CommandText.Quote(path) : null, target.Filter is { } filter ? $"-e {CommandText.Quote(filter)}" : null);
        return new TestCommand(TestCommand.Join(program, narrow), TestCommand.Join(program, narrow, $"--format progress --format json --out {TestReports.At("report.json")}"));
    }

    public override TestOutcome? Read(TestEvidence evidence) => evidence.Report("report.json") is { } report ? RspecJson.Read(report) : null;
}
