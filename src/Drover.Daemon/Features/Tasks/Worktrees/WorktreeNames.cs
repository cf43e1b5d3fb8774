using System.Security.Cryptography;
using System.Text;

namespace Drover.Daemon.Features.Tasks.Worktrees;

/// <summary>Names of branches and folders.</summary>
internal static class WorktreeNames
{
    private const int LongestSlug = 40;
    private const int ShortId = 8;

    /// <summary>Whether an id may be part of a path and of a ref.</summary>
    public static bool IsTaskId(string id) =>
        id.Length is > 0 and <= 64 && id.All(letter => char.IsAsciiLetterOrDigit(letter) || letter == '-') && id[0] != '-';

    /// <summary>The branch, such as <c>drover/1f0c2a9b-mend-the-login</c>. Where a branch is called <c>drover</c>, git can have none below it.</summary>
    /// <param name="taskId">The task.</param>
    /// <param name="title">Its title.</param>
    /// <param name="taken">Full names of branches that are there.</param>
    public static string Branch(string taskId, string title, IReadOnlySet<string> taken)
    {
        var separator = taken.Contains("refs/heads/drover") ? '-' : '/';
        var name = $"drover{separator}{taskId[..Math.Min(ShortId, taskId.Length)]}-{Slug(title)}";
        var free = name;
        for (var number = 2; taken.Contains("refs/heads/" + free); number++)
        {
            free = $"{name}-{number}";
        }

        return free;
    }

    /// <summary>The folder of a repository's worktrees: its name for people, and what tells it from others of that name.</summary>
    public static string RepositoryFolder(string root, string commonDir) =>
        $"{Slug(Path.GetFileName(root))}-{Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(commonDir)))[..ShortId]}";

    public static string Slug(string title)
    {
        var slug = new StringBuilder();
        foreach (var letter in title)
        {
            if (char.IsAsciiLetterOrDigit(letter))
            {
                slug.Append(char.ToLowerInvariant(letter));
            }
            else if (slug.Length > 0 && slug[^1] != '-')
            {
                slug.Append('-');
            }
        }

        var cut = slug.ToString(0, Math.Min(slug.Length, LongestSlug)).Trim('-');
        return cut.Length == 0 ? "task" : cut;
    }
}
