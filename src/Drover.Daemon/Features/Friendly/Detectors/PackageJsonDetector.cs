using Drover.Contracts.Friendly;
using Drover.Daemon.Workspaces;

namespace Drover.Daemon.Features.Friendly.Detectors;

/// <summary>The scripts of a <c>package.json</c>.</summary>
internal sealed class PackageJsonDetector : IFriendlyDetector
{
    // Run by the package manager itself, or before a release.
    private static readonly string[] Hooks =
        ["install", "preinstall", "postinstall", "prepare", "preprepare", "postprepare", "prepublish", "prepublishOnly", "publish", "postpublish", "prepack", "postpack", "version", "preversion", "postversion"];

    public IEnumerable<FriendlyCommand> Detect(FolderFiles files)
    {
        if (PackageFile.In(files) is not { } package)
        {
            return [];
        }

        var names = package.Scripts.Select(script => script.Key).ToHashSet(StringComparer.Ordinal);
        return package.Scripts
            .Where(script => !Hooks.Contains(script.Key) && !IsHookOf(script.Key, names) && !IsPlaceholder(script.Value))
            .Select(script => FriendlyKinds.Named(script.Key, package.Run(script.Key), $"package.json:scripts.{script.Key}"));
    }

    private static bool IsHookOf(string name, HashSet<string> names) =>
        (name.StartsWith("pre", StringComparison.Ordinal) && names.Contains(name[3..])) || (name.StartsWith("post", StringComparison.Ordinal) && names.Contains(name[4..]));

    // What npm init writes.
    private static bool IsPlaceholder(string script) => script.Contains("no test specified", StringComparison.Ordinal);
}
