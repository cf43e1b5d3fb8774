using Drover.Contracts.Errors;
using Drover.Contracts.Sessions;
using Drover.Daemon.Features.Tests.Reports;
using Drover.Daemon.Workspaces;

namespace Drover.Daemon.Features.Tests.Frameworks;

/// <summary>dotnet test, on VSTest with a trx for each project; on Microsoft.Testing.Platform, where that needs a package, by its text.</summary>
internal sealed class DotnetTest : TestFramework
{
    public override string Name => "dotnet";

    public override string LooksFor => "*.sln, *.slnx, or a project with Microsoft.NET.Test.Sdk or xunit.v3";

    public override FrameworkUse UseIn(FolderFiles files)
    {
        if (files.Ending(".slnx", ".sln") is not null)
        {
            return FrameworkUse.Configured;
        }

        var project = files.Ending(".csproj", ".fsproj", ".vbproj") is { } name ? files.Text(name) ?? "" : "";
        return project.Contains("Microsoft.NET.Test.Sdk", StringComparison.OrdinalIgnoreCase) || project.Contains("xunit.v3", StringComparison.OrdinalIgnoreCase)
            || project.Contains("MSTest.Sdk", StringComparison.OrdinalIgnoreCase)
            ? FrameworkUse.Configured
            : FrameworkUse.No;
    }

    public override Result<TestCommand> Command(TestTarget target)
    {
        var path = target.Path is { } project ? CommandText.Quote(project) : null;
        if (target.Files.Upwards.Any(folder => folder.Text("global.json")?.Contains("Microsoft.Testing.Platform", StringComparison.Ordinal) is true))
        {
            if (target.Filter is not null)
            {
                return TestErrors.Invalid("filter", "filter: on Microsoft.Testing.Platform each framework has options of its own for that; give them to drover run -- dotnet test.");
            }

            var line = TestCommand.Join("dotnet test", path is null ? null : $"--project {path}");
            return new TestCommand(line, line);
        }

        // A plain word is meant as a part of the name; an expression is one of dotnet's own.
        var filter = target.Filter is not { } text ? null : text.AsSpan().ContainsAny("=~|&!") ? text : $"FullyQualifiedName~{text}";
        var narrow = TestCommand.Join(path, filter is null ? null : $"--filter {CommandText.Quote(filter)}");
        return new TestCommand(
            TestCommand.Join("dotnet test", narrow),
            TestCommand.Join("dotnet test", narrow, $"--logger trx --results-directory {TestReports.Here}"));
    }

    public override TestOutcome? Read(TestEvidence evidence) => TestOutcome.Sum(evidence.Reports(".trx").Select(DotnetTrx.Read)) ?? DotnetText.Read(evidence.Lines.Value);
}
