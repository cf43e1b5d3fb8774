namespace Drover.Daemon.Sandboxing;

/// <summary>Where a path leads once every link on the way is followed.</summary>
internal static class RealPath
{
    private const int MostLinks = 40;

    /// <summary>The path without links; what does not exist yet stays as it is written. A circle of links is left where it was entered.</summary>
    public static string Of(string path)
    {
        var rest = new Stack<string>(Path.GetFullPath(path).Split('/', StringSplitOptions.RemoveEmptyEntries).Reverse());
        var real = "/";
        for (var links = 0; rest.TryPop(out var name);)
        {
            var next = Path.Join(real, name);
            if (links < MostLinks && TargetOf(next) is { } target)
            {
                links++;
                foreach (var part in Path.GetFullPath(target, real).Split('/', StringSplitOptions.RemoveEmptyEntries).Reverse())
                {
                    rest.Push(part);
                }

                real = "/";
            }
            else
            {
                real = next;
            }
        }

        return real;
    }

    private static string? TargetOf(string path)
    {
        try
        {
            return new FileInfo(path).LinkTarget;
        }
        catch (Exception unreadable) when (unreadable is IOException or UnauthorizedAccessException)
        {
            // Whoever may not look at it here cannot be led by it either.
            return null;
        }
    }
}
