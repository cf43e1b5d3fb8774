using System.Globalization;
using System.Text;
using Drover.Contracts.Tasks;
using Drover.Daemon.Features.Tasks.Worktrees.Git;

namespace Drover.Daemon.Features.Tasks.Worktrees;

/// <summary>A file of a diff, with its names as git has them.</summary>
internal sealed record DiffEntry(TaskDiffFile File, GitPath Path, GitPath? OldPath);

/// <summary>Reads what <c>git diff-tree --raw --numstat -z</c> prints.</summary>
internal static class DiffReading
{
    private const string NoMode = "000000";
    private const int MostLines = 100;
    private const int WidestName = 60;
    private const int WidestBar = 40;

    /// <summary>
    /// Raw: first, for each file, <c>:100644 100755 SHA SHA R087</c> NUL old NUL new NUL (one name when it was not renamed); then, for each file,
    /// <c>3 TAB 1 TAB path</c> NUL, or <c>3 TAB 1 TAB</c> NUL old NUL new NUL when it was renamed, and <c>-</c> for numbers when it is binary.
    /// </summary>
    public static List<DiffEntry> Read(IReadOnlyList<string> fields)
    {
        var changes = new List<(string[] Words, GitPath Path, GitPath? Old)>();
        var at = 0;
        while (at < fields.Count && fields[at].StartsWith(':'))
        {
            var words = fields[at++][1..].Split(' ');
            GitPath? old = words[4][0] is 'R' or 'C' ? new GitPath(fields[at++]) : null;
            changes.Add((words, new GitPath(fields[at++]), old));
        }

        var entries = new List<DiffEntry>(changes.Count);
        foreach (var (words, path, old) in changes)
        {
            var numbers = fields[at++].Split('\t', 3);
            at += numbers[2].Length == 0 ? 2 : 0;
            entries.Add(new DiffEntry(FileOf(words, numbers, path, old), path, old));
        }

        return entries;
    }

    /// <summary>As <c>git diff --stat</c> shows it: a line for each of the first hundred files, and the sum.</summary>
    public static string Stat(IReadOnlyList<DiffEntry> entries)
    {
        if (entries.Count == 0)
        {
            return "";
        }

        var shown = entries.Take(MostLines).Select(entry => entry.File).ToList();
        var width = shown.Max(file => Math.Min(Name(file).Length, WidestName));
        var most = Math.Max(1, shown.Max(file => file.Added + file.Removed));
        var text = new StringBuilder();
        foreach (var file in shown)
        {
            text.Append(' ').Append(Short(Name(file)).PadRight(width)).Append(" | ");
            text.Append(file.Binary ? "Bin" : $"{file.Added + file.Removed} {Bar('+', file.Added, most)}{Bar('-', file.Removed, most)}".TrimEnd()).Append('\n');
        }

        if (entries.Count > shown.Count)
        {
            text.Append(" ...\n");
        }

        var (added, removed) = (entries.Sum(entry => (long)entry.File.Added), entries.Sum(entry => (long)entry.File.Removed));
        text.Append(CultureInfo.InvariantCulture, $" {Count(entries.Count, "file")} changed");
        text.Append(added > 0 || removed == 0 ? $", {Count(added, "insertion")}(+)" : "");
        return text.Append(removed > 0 || added == 0 ? $", {Count(removed, "deletion")}(-)" : "").Append('\n').ToString();
    }

    private static TaskDiffFile FileOf(string[] words, string[] numbers, GitPath path, GitPath? old) => new()
    {
        Path = path.ToString(),
        OldPath = old?.ToString(),
        Status = words[4][0] switch
        {
            'A' or 'C' => TaskDiffStatus.Added,
            'D' => TaskDiffStatus.Deleted,
            'R' => TaskDiffStatus.Renamed,
            'T' => TaskDiffStatus.TypeChanged,
            _ => TaskDiffStatus.Modified,
        },
        Added = Number(numbers[0]),
        Removed = Number(numbers[1]),
        Binary = numbers[0] == "-",
        OldMode = words[0] == NoMode ? null : words[0],
        NewMode = words[1] == NoMode ? null : words[1],
    };

    private static int Number(string text) => int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : 0;

    private static string Name(TaskDiffFile file) => file.OldPath is { } old ? $"{old} => {file.Path}" : file.Path;

    private static string Short(string name) => name.Length <= WidestName ? name : "..." + name[^(WidestName - 3)..];

    private static string Bar(char sign, int lines, int most) =>
        new(sign, most <= WidestBar ? lines : (int)Math.Ceiling((double)lines * WidestBar / most));

    private static string Count(long count, string what) => $"{count} {what}{(count == 1 ? "" : "s")}";
}
