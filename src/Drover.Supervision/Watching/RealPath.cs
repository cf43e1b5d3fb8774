namespace Drover.Supervision.Watching;

/// <summary>Resolves symbolic links. git refuses paths that lead through one, and inotify reports where the files really are.</summary>
public static class RealPath
{
    private const int MaxLinks = 40;

    /// <summary>The path with every link in it followed, as far as it exists.</summary>
    /// <param name="path">An absolute, normalised path.</param>
    /// <returns>An absolute path without links.</returns>
    public static string Of(string path)
    {
        ArgumentNullException.ThrowIfNull(path);
        var links = 0;
        var resolved = "/";
        var rest = new Stack<string>(path.Split('/', StringSplitOptions.RemoveEmptyEntries).Reverse());
        while (rest.TryPop(out var name))
        {
            var next = Path.Combine(resolved, name);
            if (new FileInfo(next).LinkTarget is not { } target || ++links > MaxLinks)
            {
                resolved = next;
                continue;
            }

            // The target may itself lead through links: its parts are walked like the rest.
            var full = Path.GetFullPath(target, resolved);
            resolved = "/";
            foreach (var part in full.Split('/', StringSplitOptions.RemoveEmptyEntries).Reverse())
            {
                rest.Push(part);
            }
        }

        return resolved;
    }
}
