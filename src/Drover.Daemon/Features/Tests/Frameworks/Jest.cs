using Drover.Daemon.Features.Tests.Reports;

namespace Drover.Daemon.Features.Tests.Frameworks;

/// <summary>jest: with <c>--outputFile</c> its JSON goes there and what it prints stays as it is.</summary>
internal sealed class Jest : JavaScriptFramework
{
    public override string Name => "jest";

    protected override string Config => "jest.config";

    public override TestOutcome? Read(TestEvidence evidence) => evidence.Report("report.json") is { } report ? JestJson.Read(report) : null;

    protected override string ReportArguments(bool byScript) => $"--json --outputFile={TestReports.At("report.json")}";

    protected override string Narrow(TestTarget target) => TestCommand.Join(Quoted(target.Path), target.Filter is null ? null : $"-t {Quoted(target.Filter)}");
}
