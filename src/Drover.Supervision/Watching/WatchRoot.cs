namespace Drover.Supervision.Watching;

/// <summary>
/// One path that was asked for: whatever is there, file, folder or nothing yet. Its place in the folder above it is watched as well,
/// so that it may be replaced, deleted and come back.
/// </summary>
/// <param name="path">Absolute and normalised, as the caller wrote it.</param>
/// <param name="display">How changes of it are reported.</param>
internal sealed class WatchRoot(string path, string display)
{
    public string Path { get; } = path;

    public string Display { get; } = display;

    /// <summary>Where the folder really is, while it is one.</summary>
    public string RealPath { get; set; } = path;

    /// <summary>The folder's tree; null while there is a file or nothing.</summary>
    public WatchedDirectory? Directory { get; set; }

    /// <summary>What of the folder does not count.</summary>
    public IgnoreRules Rules { get; set; } = IgnoreRules.Nothing;

    /// <summary>The repository around it, borrowed; also when its rules do not apply because the path was named although ignored.</summary>
    public GitIgnoreRules? Git { get; set; }

    /// <summary>The subscription to the folder above, or to the nearest one that exists.</summary>
    public Subscription? Anchor { get; set; }

    /// <summary>The folder of <see cref="Anchor"/>.</summary>
    public string? AnchorFolder { get; set; }

    /// <summary>The name that is waited for in <see cref="AnchorFolder"/>.</summary>
    public string AnchorName { get; set; } = "";

    /// <summary>Where <see cref="Path"/> leads to, while it is a link to a file.</summary>
    public WatchRoot? Target { get; set; }

    /// <summary>Subscriptions to the folders above that hold rules of the repository.</summary>
    public List<Subscription> Guards { get; } = [];

    /// <summary>True when the anchor is the folder right above, so that its events are about this path.</summary>
    public bool IsAnchoredAbove => AnchorName == System.IO.Path.GetFileName(Path) && AnchorFolder == System.IO.Path.GetDirectoryName(Path);

    /// <summary>How a path below is reported.</summary>
    /// <param name="realPath">Absolute real path below <see cref="RealPath"/>, or itself.</param>
    public string DisplayOf(string realPath)
    {
        if (realPath.Length == RealPath.Length)
        {
            return Display;
        }

        var below = realPath[(RealPath == "/" ? 1 : RealPath.Length + 1)..];
        return Display is "." ? below : Display + "/" + below;
    }
}
