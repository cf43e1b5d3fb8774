using Drover.Contracts.Errors;
using Drover.Contracts.Sessions;
using Drover.Daemon.Features.Tests.Reports;
using Drover.Daemon.Workspaces;

namespace Drover.Daemon.Features.Tests.Frameworks;

/// <summary>pytest, in the environment of the lock file.</summary>
internal sealed class Pytest : TestFramework
{
    public override string Name => "pytest";

    public override string LooksFor => "pytest.ini, conftest.py, pytest in pyproject.toml, tox.ini or setup.cfg, test_*.py";

    public override FrameworkUse UseIn(FolderFiles files) =>
        PythonFiles.In(files) is { } python && (python.Configured("pytest", "pytest.ini", "conftest.py") is not null || python.Needs("pytest")) ? FrameworkUse.Configured
        : files.Names.Any(IsTest) || files.First("tests", "test") is { } folder && files.NamesIn(folder).Any(IsTest) ? FrameworkUse.Possible
        : FrameworkUse.No;

    public override Result<TestCommand> Command(TestTarget target)
    {
        var narrow = TestCommand.Join(target.Path is { } path ? CommandText.Quote(path) : null, target.Filter is { } filter ? $"-k {CommandText.Quote(filter)}" : null);
        var program = (PythonFiles.In(target.Files)?.Runner ?? "") + "pytest";
        return new TestCommand(TestCommand.Join(program, narrow), TestCommand.Join(program, narrow, $"--junitxml={TestReports.At("report.xml")}"));
    }

    public override TestOutcome? Read(TestEvidence evidence) => evidence.Report("report.xml") is { } report ? JUnitXml.Read(report) : null;

    private static bool IsTest(string name) =>
        name.EndsWith(".py", StringComparison.Ordinal) && (name.StartsWith("test_", StringComparison.Ordinal) || name.EndsWith("_test.py", StringComparison.Ordinal));
}
