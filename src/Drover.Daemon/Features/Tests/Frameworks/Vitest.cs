using Drover.Daemon.Features.Tests.Reports;

namespace Drover.Daemon.Features.Tests.Frameworks;

/// <summary>vitest: its JSON reporter beside the usual one.</summary>
internal sealed class Vitest : JavaScriptFramework
{
    public override string Name => "vitest";

    protected override string Config => "vitest.config";

    protected override string Once => "run";

    public override TestOutcome? Read(TestEvidence evidence) => evidence.Report("report.json") is { } report ? JestJson.Read(report) : null;

    // A script may leave it to vitest whether to watch.
    protected override string ReportArguments(bool byScript) =>
        $"{(byScript ? "--run " : "")}--reporter=default --reporter=json --outputFile.json={TestReports.At("report.json")}";

    protected override string Narrow(TestTarget target) => TestCommand.Join(Quoted(target.Path), target.Filter is null ? null : $"-t {Quoted(target.Filter)}");
}
