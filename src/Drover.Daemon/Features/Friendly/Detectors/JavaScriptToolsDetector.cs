using Drover.Contracts.Friendly;
using Drover.Daemon.Workspaces;

namespace Drover.Daemon.Features.Friendly.Detectors;

/// <summary>Tools that a <c>package.json</c> has among its packages but names no script for.</summary>
internal sealed class JavaScriptToolsDetector : IFriendlyDetector
{
    private static readonly (string Package, FriendlyKind Kind, string Line)[] Tools =
    [
        ("vitest", FriendlyKind.Test, "vitest run"),
        ("jest", FriendlyKind.Test, "jest"),
        ("mocha", FriendlyKind.Test, "mocha"),
        ("vite", FriendlyKind.Dev, "vite"),
        ("next", FriendlyKind.Dev, "next dev"),
        ("astro", FriendlyKind.Dev, "astro dev"),
        ("eslint", FriendlyKind.Lint, "eslint ."),
        ("@biomejs/biome", FriendlyKind.Lint, "biome check ."),
        ("typescript", FriendlyKind.Build, "tsc --build"),
        ("vite", FriendlyKind.Build, "vite build"),
        ("prettier", FriendlyKind.Format, "prettier --write ."),
    ];

    public IEnumerable<FriendlyCommand> Detect(FolderFiles files)
    {
        if (PackageFile.In(files) is not { } package)
        {
            yield break;
        }

        var named = package.Scripts.Select(script => FriendlyKinds.Of(script.Key).Kind).ToHashSet();
        foreach (var (name, kind, line) in Tools.Where(tool => package.Packages.Contains(tool.Package) && !named.Contains(tool.Kind)))
        {
            yield return FriendlyKinds.As(kind, package.Execute(line), $"package.json:{name}", Confidence.Convention);
        }
    }
}
