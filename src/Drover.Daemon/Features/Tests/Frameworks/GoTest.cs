using System.Text.RegularExpressions;
using Drover.Contracts.Errors;
using Drover.Contracts.Sessions;
using Drover.Daemon.Features.Tests.Reports;
using Drover.Daemon.Workspaces;

namespace Drover.Daemon.Features.Tests.Frameworks;

/// <summary>go test, told to name the tests that pass, too.</summary>
internal sealed partial class GoTest : TestFramework
{
    private const int MatchMilliseconds = 1000;

    public override string Name => "go";

    public override string LooksFor => "go.mod";

    public override FrameworkUse UseIn(FolderFiles files) => files.Has("go.mod") ? FrameworkUse.Configured : FrameworkUse.No;

    public override Result<TestCommand> Command(TestTarget target)
    {
        var folder = target switch
        {
            { Path: null } => "./...",
            { IsFolder: true } => CommandText.Quote($"./{target.Path}/..."),
            _ => CommandText.Quote(Path.GetDirectoryName(target.Path) is { Length: > 0 } parent ? $"./{parent}" : "."),
        };
        var filter = target.Filter is { } pattern ? $"-run {CommandText.Quote(pattern)}" : null;
        return new TestCommand(TestCommand.Join("go test", filter, folder), TestCommand.Join("go test -v", filter, folder));
    }

    public override TestOutcome? Read(TestEvidence evidence) =>
        GoText.Read(evidence.Lines.Value, Module().Match(evidence.Source("go.mod") ?? "") is { Success: true } module ? module.Groups["path"].Value : "");

    [GeneratedRegex(@"^module\s+""?(?<path>[^\s""]+)", RegexOptions.Multiline | RegexOptions.ExplicitCapture, MatchMilliseconds)]
    private static partial Regex Module();
}
