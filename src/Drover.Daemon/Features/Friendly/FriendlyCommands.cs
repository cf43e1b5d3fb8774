using System.Text.RegularExpressions;
using Drover.Contracts.Friendly;
using Drover.Daemon.Features.Friendly.Detectors;
using Drover.Daemon.Workspaces;

namespace Drover.Daemon.Features.Friendly;

/// <summary>What somebody who works in a folder probably wants to run there.</summary>
internal sealed class FriendlyCommands
{
    /// <summary>A list is read by people; what a folder offers beyond that is in its own files.</summary>
    public const int Most = 100;

    private readonly IFriendlyDetector[] _detectors =
    [
        new DroverProjectDetector(), new PackageJsonDetector(), new JavaScriptToolsDetector(), new MakefileDetector(), new JustfileDetector(),
        new PythonDetector(), new PythonWebDetector(), new CargoDetector(), new GoDetector(), new DotnetDetector(), new RubyDetector(),
        new PhpDetector(), new MavenDetector(), new GradleDetector(), new ComposeDetector(), new EnvironmentFileDetector(), new ReadmeDetector(),
    ];

    /// <summary>By kind — tests, dev server, lint, build, format, other scripts — and the surest first; each command once.</summary>
    /// <param name="folder">Where they are to be run.</param>
    public IReadOnlyList<FriendlyCommand> In(WorkspaceFolder folder) => Of(FolderFiles.Of(folder));

    internal IReadOnlyList<FriendlyCommand> Of(FolderFiles files) =>
    [
        .. _detectors.SelectMany(detector => FoundBy(detector, files))
            .GroupBy(command => command.Command, StringComparer.Ordinal)
            .Select(same => same.MaxBy(command => command.Confidence)!)
            .OrderBy(command => command.Kind)
            .ThenByDescending(command => command.Confidence)
            .Take(Most),
    ];

    private static IReadOnlyList<FriendlyCommand> FoundBy(IFriendlyDetector detector, FolderFiles files)
    {
        try
        {
            return [.. detector.Detect(files)];
        }
        catch (RegexMatchTimeoutException)
        {
            // A file made to keep its reader busy has nothing to offer.
            return [];
        }
    }
}
