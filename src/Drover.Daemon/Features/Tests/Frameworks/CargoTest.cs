using Drover.Contracts.Errors;
using Drover.Contracts.Sessions;
using Drover.Daemon.Features.Tests.Reports;
using Drover.Daemon.Workspaces;

namespace Drover.Daemon.Features.Tests.Frameworks;

/// <summary>cargo test, to its end also when one of several test programs fails.</summary>
internal sealed class CargoTest : TestFramework
{
    public override string Name => "cargo";

    public override string LooksFor => "Cargo.toml";

    public override FrameworkUse UseIn(FolderFiles files) => files.Has("Cargo.toml") ? FrameworkUse.Configured : FrameworkUse.No;

    public override Result<TestCommand> Command(TestTarget target)
    {
        // Of files only those of the folder tests are programs of their own.
        var isProgram = target.Path is { } file && Path.GetDirectoryName(file) == "tests" && Path.GetExtension(file) == ".rs";
        if (target.Path is not null && !isProgram)
        {
            return NoPath(target);
        }

        var narrow = TestCommand.Join(isProgram ? $"--test {CommandText.Quote(Path.GetFileNameWithoutExtension(target.Path)!)}" : null, target.Filter is { } filter ? $"-- {CommandText.Quote(filter)}" : null);
        return new TestCommand(TestCommand.Join("cargo test", narrow), TestCommand.Join("cargo test --no-fail-fast", narrow));
    }

    public override TestOutcome? Read(TestEvidence evidence) => CargoText.Read(evidence.Lines.Value);
}
