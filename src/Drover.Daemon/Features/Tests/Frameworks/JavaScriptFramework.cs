using Drover.Contracts.Errors;
using Drover.Contracts.Sessions;
using Drover.Daemon.Workspaces;

namespace Drover.Daemon.Features.Tests.Frameworks;

/// <summary>
/// A test framework that is a package. Where the project's own <c>test</c> script is one command of it, that is run with arguments behind it, so that what
/// the script sets up holds; else the program is run by itself.
/// </summary>
internal abstract class JavaScriptFramework : TestFramework
{
    public override string LooksFor => $"{Name} in package.json, or {Config}.*";

    /// <summary>Beginning of the names of its configuration files.</summary>
    protected abstract string Config { get; }

    /// <summary>What makes it run once, when it is run by itself.</summary>
    protected virtual string Once => "";

    /// <summary>Arguments behind everything, for the report; the same in the script and by itself.</summary>
    protected abstract string ReportArguments(bool byScript);

    protected abstract string Narrow(TestTarget target);

    public override FrameworkUse UseIn(FolderFiles files)
    {
        var package = PackageFile.In(files);
        return package is not null && IsScript(package) ? FrameworkUse.Named
            : files.Names.Any(name => name.StartsWith(Config, StringComparison.Ordinal)) ? FrameworkUse.Configured
            : package?.Packages.Contains(Name) is true ? FrameworkUse.Configured
            : FrameworkUse.No;
    }

    public override Result<TestCommand> Command(TestTarget target)
    {
        var package = PackageFile.In(target.Files);
        var narrow = Narrow(target);
        if (package is not null && IsScript(package))
        {
            var all = TestCommand.Join(narrow, ReportArguments(byScript: true));
            return new TestCommand(
                narrow.Length == 0 ? package.Run("test") : package.Run("test", narrow),
                all.Length == 0 ? package.Run("test") : package.Run("test", all));
        }

        var program = TestCommand.Join(Name, Once, narrow);
        var run = (string arguments) => package?.Execute(arguments) ?? $"npx --no-install {arguments}";
        return new TestCommand(run(program), run(TestCommand.Join(program, ReportArguments(byScript: false))));
    }

    protected static string? Quoted(string? word) => word is null ? null : CommandText.Quote(word);

    // Arguments go to the last command of a script; what comes before it, a build for instance, gets none.
    private bool IsScript(PackageFile package) =>
        package.Script("test") is { } script
        && !script.Contains('\n', StringComparison.Ordinal)
        && script.Split(["&&", "||", ";", "|"], StringSplitOptions.None)[^1].Split(' ', StringSplitOptions.RemoveEmptyEntries)
            .Any(word => Path.GetFileNameWithoutExtension(word.Trim('"', '\'')) == Name);
}
