using Drover.Contracts.Errors;
using Drover.Contracts.Sessions;
using Drover.Daemon.Features.Tests.Reports;
using Drover.Daemon.Workspaces;

namespace Drover.Daemon.Features.Tests.Frameworks;

/// <summary>Node's own runner: TAP into the report, its usual text to the terminal. Its options come before the files.</summary>
internal sealed class NodeTest : TestFramework
{
    private static readonly string[] TakeAValue = ["--import", "--require", "-r", "--loader", "--experimental-loader", "--env-file", "--conditions", "-C"];

    public override string Name => "node";

    public override string LooksFor => "node --test in package.json's test script, or test/*.test.js";

    public override FrameworkUse UseIn(FolderFiles files)
    {
        if (PackageFile.In(files) is not { } package)
        {
            return FrameworkUse.No;
        }

        return Script(package) is not null ? FrameworkUse.Named
            : package.Script("test") is null && files.Names.Concat(files.NamesIn("test")).Any(IsTest) ? FrameworkUse.Possible
            : FrameworkUse.No;
    }

    public override Result<TestCommand> Command(TestTarget target)
    {
        var script = PackageFile.In(target.Files) is { } package ? Script(package) : null;
        var filter = target.Filter is { } pattern ? $"--test-name-pattern={CommandText.Quote(pattern)}" : null;
        if (target is { Path: not null, IsFolder: true })
        {
            // How folders are given has changed between versions; where it is run has not.
            var there = CommandText.Quote(target.Path);
            return Both(report => $"cd {there} && {TestCommand.Join("node --test", report, filter)}");
        }

        var words = (script ?? "node --test").Split(' ', StringSplitOptions.RemoveEmptyEntries);
        var kept = target.Path is null ? words : [.. words.Where((word, at) => at == 0 || word[0] == '-' || TakeAValue.Contains(words[at - 1]))];
        var test = Array.FindIndex(kept, word => word == "--test");
        var (before, behind) = (string.Join(' ', kept[..(test + 1)]), string.Join(' ', kept[(test + 1)..]));
        return Both(report => TestCommand.Join(before, report, filter, behind, target.Path is { } file ? CommandText.Quote(file) : null));
    }

    public override TestOutcome? Read(TestEvidence evidence) => evidence.Report("report.tap") is { } report ? NodeTap.Read(report) : null;

    private static bool IsTest(string name) => name.EndsWith(".test.js", StringComparison.Ordinal) || name.EndsWith(".test.mjs", StringComparison.Ordinal) || name.EndsWith(".test.cjs", StringComparison.Ordinal);

    private static TestCommand Both(Func<string?, string> line) => new(
        line(null),
        line($"--test-reporter=spec --test-reporter-destination=stdout --test-reporter=tap --test-reporter-destination={TestReports.At("report.tap")}"));

    // One plain command; a script that does more is left alone.
    private static string? Script(PackageFile package) =>
        package.Script("test") is { } script && script.StartsWith("node ", StringComparison.Ordinal) && script.Split(' ').Contains("--test") && !script.AsSpan().ContainsAny("&|;\n")
            ? script
            : null;
}
