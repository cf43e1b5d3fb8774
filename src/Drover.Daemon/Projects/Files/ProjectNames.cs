namespace Drover.Daemon.Projects.Files;

/// <summary>
/// Names of projects. A name belongs to one folder, so that labels and addresses of two worktrees differ: the first folder gets the name its
/// file asks for, the next one that name with its folder behind it.
/// </summary>
internal static class ProjectNames
{
    private const int Longest = 40;

    // The word behind /v1/projects/ that is no project.
    private const string Reserved = "schema";

    /// <summary>The name of a project whose file does not say one.</summary>
    public static string FromFolder(string folder)
    {
        var letters = Path.GetFileName(folder).Select(letter => char.IsAsciiLetterOrDigit(letter) || letter is '_' ? letter : '-').ToArray();
        var word = new string(letters).Trim('-', '_');
        word = word.Length > Longest ? word[..Longest].TrimEnd('-', '_') : word;
        return ProjectFileReader.IsName(word) ? word : "project";
    }

    /// <param name="wanted">The name the file asks for.</param>
    /// <param name="folder">The project's folder.</param>
    /// <param name="isTaken">Whether another folder has a name.</param>
    public static string Choose(string wanted, string folder, Func<string, bool> isTaken)
    {
        foreach (var candidate in Candidates(wanted, folder))
        {
            if (!candidate.Equals(Reserved, StringComparison.OrdinalIgnoreCase) && !isTaken(candidate))
            {
                return candidate;
            }
        }

        throw new InvalidOperationException("The candidates do not end.");
    }

    private static IEnumerable<string> Candidates(string wanted, string folder)
    {
        yield return wanted;
        var own = FromFolder(folder);
        if (own.Equals(wanted, StringComparison.OrdinalIgnoreCase) && Path.GetDirectoryName(folder) is { Length: > 1 } parent)
        {
            own = FromFolder(parent);
        }

        yield return own.StartsWith(wanted + "-", StringComparison.OrdinalIgnoreCase) ? own : $"{wanted}-{own}";
        for (var number = 2; ; number++)
        {
            yield return $"{wanted}-{number}";
        }
    }
}
