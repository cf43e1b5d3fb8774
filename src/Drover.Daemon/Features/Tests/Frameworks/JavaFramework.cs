using Drover.Contracts.Errors;
using Drover.Contracts.Sessions;
using Drover.Contracts.Tests;
using Drover.Daemon.Features.Tests.Reports;

namespace Drover.Daemon.Features.Tests.Frameworks;

/// <summary>A build tool of Java: it leaves reports in its modules, whether asked or not.</summary>
internal abstract class JavaFramework : TestFramework
{
    private static readonly string[] Sources = ["src/test/java", "src/test/kotlin", "src/test/groovy", "src/test/scala", "src/integrationTest/java"];
    private static readonly string[] Languages = [".java", ".kt", ".groovy", ".scala"];

    protected abstract string Program(TestTarget target);

    protected abstract string Narrow(string? testClass, string? filter);

    public override Result<TestCommand> Command(TestTarget target)
    {
        if (target.Path is { } file && (target.IsFolder || !Languages.Contains(Path.GetExtension(file))))
        {
            return NoPath(target);
        }

        var line = TestCommand.Join(Program(target), Narrow(Path.GetFileNameWithoutExtension(target.Path), target.Filter));
        return new TestCommand(line, line);
    }

    protected static string Quoted(string text) => CommandText.Quote(text);

    protected static TestOutcome? Sum(IEnumerable<(string Module, string Text)> reports) => TestOutcome.Sum(reports.Select(report => JUnitXml.Read(report.Text) is { } outcome
        ? outcome with { Failures = [.. outcome.Failures.Select(failure => InModule(failure, report.Module))] }
        : null));

    // Java knows packages and file names; where they lie is the tools' convention.
    private static TestFailure InModule(TestFailure failure, string module) => failure.File is not { } file ? failure : failure with
    {
        File = Sources.Select(source => Path.Combine(module, source, file)).FirstOrDefault(File.Exists) ?? file,
    };
}
