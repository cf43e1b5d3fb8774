using System.Text;
using System.Text.RegularExpressions;
using Drover.Contracts.Tasks;

namespace Drover.Daemon.Features.Tasks.Worktrees;

/// <summary>Checks a diff against the globs of files that a task may change: <c>*</c> and <c>?</c> within a folder, <c>**</c> over folders, <c>[a-z]</c>; a name with no slash is meant in every folder.</summary>
internal static class DiffGlobs
{
    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(1);

    /// <summary>Paths that no glob allows; both of a file that was renamed.</summary>
    public static IReadOnlyList<string> Outside(IEnumerable<TaskDiffFile> files, IReadOnlyList<string> globs)
    {
        if (globs.Count == 0)
        {
            return [];
        }

        var allowed = new Regex(string.Join('|', globs.Select(Pattern)), RegexOptions.CultureInvariant | RegexOptions.Singleline | RegexOptions.NonBacktracking, Longest);
        return [.. files.SelectMany(file => file.OldPath is { } old ? [old, file.Path] : new[] { file.Path }).Where(path => !allowed.IsMatch(path)).Distinct(StringComparer.Ordinal)];
    }

    private static string Pattern(string glob)
    {
        var text = glob.StartsWith("./", StringComparison.Ordinal) ? glob[2..] : glob.TrimStart('/');
        text = text.EndsWith('/') ? text + "**" : text;
        var pattern = new StringBuilder(glob.Contains('/', StringComparison.Ordinal) ? @"\A" : @"\A(?:.*/)?");
        for (var i = 0; i < text.Length; i++)
        {
            var rest = text.AsSpan(i);
            if (rest.StartsWith("**/"))
            {
                pattern.Append("(?:.*/)?");
                i += 2;
            }
            else if (rest.StartsWith("**"))
            {
                pattern.Append(".*");
                i++;
            }
            else if (rest[0] == '[' && rest.IndexOf(']') is > 1 and var end && !rest[1..end].ContainsAny('[', '\\'))
            {
                pattern.Append('[').Append(rest[1] == '!' ? "^" : "").Append(rest[(rest[1] == '!' ? 2 : 1)..end]).Append(']');
                i += end;
            }
            else
            {
                pattern.Append(rest[0] switch { '*' => "[^/]*", '?' => "[^/]", var letter => Regex.Escape(letter.ToString()) });
            }
        }

        return pattern.Append(@"\z").ToString();
    }
}
