using Drover.Daemon.Features.Tests.Reports;

namespace Drover.Daemon.Features.Tests.Frameworks;

/// <summary>mocha, with the reporter whose text is understood.</summary>
internal sealed class Mocha : JavaScriptFramework
{
    public override string Name => "mocha";

    protected override string Config => ".mocharc";

    public override TestOutcome? Read(TestEvidence evidence) => MochaText.Read(evidence.Lines.Value);

    protected override string ReportArguments(bool byScript) => "--reporter spec";

    protected override string Narrow(TestTarget target) => TestCommand.Join(Quoted(target.Path), target.Filter is null ? null : $"--grep {Quoted(target.Filter)}");
}
