using System.Text.RegularExpressions;
using Drover.Contracts.Errors;
using Drover.Contracts.Jobs;
using Drover.Daemon.Features.Tests.Frameworks;
using Drover.Daemon.Workspaces;
using Drover.Supervision.Watching;

namespace Drover.Daemon.Features.Tests;

/// <summary>Which framework to run, where, and how.</summary>
/// <param name="Framework">The framework.</param>
/// <param name="Folder">Where.</param>
/// <param name="Command">How.</param>
internal sealed record TestPlan(TestFramework Framework, WorkspaceFolder Folder, TestCommand Command);

/// <summary>Finds out how the tests of a folder are run: by what it has, else by what the folders above it have, as far as the workspace goes.</summary>
internal static partial class TestPlanner
{
    private const int MatchMilliseconds = 1000;

    /// <summary>Of two that are equally sure the first is meant.</summary>
    public static readonly IReadOnlyList<TestFramework> Frameworks =
        [new Vitest(), new Jest(), new Mocha(), new NodeTest(), new Pytest(), new CargoTest(), new GoTest(), new DotnetTest(), new Rspec(), new Phpunit(), new Maven(), new Gradle()];

    public static Result<TestPlan> Plan(TestRequest request, WorkspaceFolder cwd)
    {
        var named = request.Framework is null ? null : Frameworks.FirstOrDefault(framework => framework.Name == request.Framework);
        if (request.Framework is not null && named is null)
        {
            return TestErrors.Unknown(request.Framework, Frameworks);
        }

        if (request.Filter is { } filter && (filter.Length == 0 || filter.Any(char.IsControl)))
        {
            return TestErrors.Invalid("filter", "filter is a text of one line.");
        }

        var place = Place(cwd, request.Path);
        if (place.Error is { } outside)
        {
            return outside;
        }

        var (start, path, isFolder) = place.Value;
        var folder = start;
        foreach (var files in FolderFiles.Of(start).Upwards)
        {
            if (Best(files, named) is { } framework)
            {
                return Plan(framework, files, folder, path, isFolder, request.Filter);
            }

            folder = folder with { Path = Path.GetDirectoryName(folder.Path) ?? folder.Path };
        }

        // Whoever names a framework knows better than its files.
        return named is not null ? Plan(named, FolderFiles.Of(cwd), cwd, path, isFolder, request.Filter) : TestErrors.None(start.Path, Frameworks);
    }

    private static TestFramework? Best(FolderFiles files, TestFramework? named)
    {
        if (named is not null)
        {
            return named.UseIn(files) is FrameworkUse.No ? null : named;
        }

        return Frameworks.Select(framework => (Framework: framework, Use: framework.UseIn(files)))
            .Where(found => found.Use is not FrameworkUse.No)
            .OrderByDescending(found => found.Use)
            .FirstOrDefault().Framework;
    }

    private static Result<TestPlan> Plan(TestFramework framework, FolderFiles files, WorkspaceFolder folder, string? path, bool isFolder, string? filter)
    {
        var below = path is null || path == folder.Path ? null : Path.GetRelativePath(folder.Path, path);
        var command = framework.Command(new TestTarget(files, below, isFolder, filter));
        return command.Error is { } refused ? refused : new TestPlan(framework, folder, command.Value);
    }

    // Where to begin to look, and the file or folder that is meant: tests/test_a.py, also with a test in it (tests/test_a.py::test_b, spec/a_spec.rb:12).
    private static Result<(WorkspaceFolder Start, string? Path, bool IsFolder)> Place(WorkspaceFolder cwd, string? path)
    {
        if (string.IsNullOrEmpty(path))
        {
            return (cwd, null, true);
        }

        if (path.Any(char.IsControl))
        {
            return TestErrors.Invalid("path", "path is a file or folder; it has no control characters.");
        }

        var parts = WithTest().Match(path);
        var full = Path.TrimEndingDirectorySeparator(Path.GetFullPath(parts.Groups["file"].Value, cwd.Path));
        var isFolder = Directory.Exists(full);
        var start = WorkspaceFolder.In(cwd.Workspace, isFolder ? full : Path.GetDirectoryName(full));
        if (start.Error is { } outside)
        {
            return outside;
        }

        if (!isFolder && !File.Exists(full))
        {
            return TestErrors.Invalid("path", $"path \"{path}\" does not exist in {cwd.Path}.");
        }

        var real = isFolder ? start.Value.Path : Path.Combine(start.Value.Path, Path.GetFileName(full));
        return WorkspaceFolder.IsInside(RealPath.Of(real), cwd.Workspace.Path)
            ? (start.Value, real + parts.Groups["test"].Value, isFolder)
            : new Error(ErrorCodes.WorkspaceEscape, $"path \"{path}\" leads out of the workspace {cwd.Workspace.Name}.");
    }

    [GeneratedRegex(@"^(?<file>.+?)(?<test>::.*|:\d+)?$", RegexOptions.ExplicitCapture, MatchMilliseconds)]
    private static partial Regex WithTest();
}
