namespace Drover.Daemon.Features.Tasks.Guardrails;

/// <summary>Where a checkout keeps its refs and objects.</summary>
internal static class GitFolders
{
    private const string Pointer = "gitdir: ";

    /// <summary>The folder that all worktrees of a repository share; null outside git.</summary>
    public static string? Of(string checkout)
    {
        var git = Path.Join(checkout, ".git");
        if (Directory.Exists(git))
        {
            return git;
        }

        if (!File.Exists(git) || File.ReadLines(git).FirstOrDefault() is not { } line || !line.StartsWith(Pointer, StringComparison.Ordinal))
        {
            return null;
        }

        var own = Path.GetFullPath(line[Pointer.Length..].Trim(), checkout);
        var common = Path.Join(own, "commondir");
        return File.Exists(common) ? Path.GetFullPath(File.ReadAllText(common).Trim(), own) : own;
    }
}
