using System.Text;
using Drover.Contracts.Errors;
using Drover.Daemon.Features.Tasks.Worktrees.Git;

namespace Drover.Daemon.Features.Tasks.Worktrees;

/// <summary>Merges two commits into a tree, without touching any working tree, index or ref.</summary>
internal sealed class MergePrediction(GitProgram git)
{
    private const int MostConflicts = 50;
    private const int LongestConflict = 32 * 1024;
    private const int LongestText = 256 * 1024;

    /// <summary>Merges.</summary>
    /// <param name="place">The repository.</param>
    /// <param name="ours">The commit that is merged into.</param>
    /// <param name="theirs">The commit that is merged.</param>
    /// <param name="unrelated">Whether they need no common history.</param>
    /// <param name="cancellation">Ends it.</param>
    /// <returns>The tree; <see cref="ErrorCodes.MergeConflicts"/> with the files and the text of the conflicts.</returns>
    public async Task<Result<string>> MergeAsync(GitPlace place, string ours, string theirs, bool unrelated, CancellationToken cancellation)
    {
        var call = new GitCall(["merge-tree", "--write-tree", "-z", "--name-only", "--messages", .. unrelated ? ["--allow-unrelated-histories"] : Array.Empty<string>(), ours, theirs])
        {
            AlsoGood = [1],
            Variables = Identity.Drover,
        };
        var answer = await git.RunAsync(place, call, cancellation);
        if (!answer.IsSuccess)
        {
            return answer.Error!;
        }

        // Raw: tree NUL, the files in conflict each with NUL, one more NUL, then messages.
        var fields = Encoding.Latin1.GetString(answer.Value.Bytes).Split('\0');
        if (answer.Value.ExitCode == 0)
        {
            return fields[0];
        }

        var files = fields.Skip(1).TakeWhile(field => field.Length > 0).Distinct(StringComparer.Ordinal).Select(field => new GitPath(field)).ToList();
        return await ConflictsAsync(place, fields[0], files, Messages(fields.Skip(2 + fields.Skip(1).TakeWhile(field => field.Length > 0).Count())), cancellation);
    }

    // Raw, for each: count of paths NUL paths NUL kind NUL text NUL.
    private static List<string> Messages(IEnumerable<string> fields)
    {
        var texts = new List<string>();
        using var field = fields.GetEnumerator();
        while (field.MoveNext() && int.TryParse(field.Current, out var paths))
        {
            for (var skip = 0; skip < paths + 1; skip++)
            {
                field.MoveNext();
            }

            var kind = field.Current;
            field.MoveNext();
            if (kind != "Auto-merging")
            {
                texts.Add(new GitPath(field.Current).ToString().TrimEnd('\n'));
            }
        }

        return texts;
    }

    private async Task<Error> ConflictsAsync(GitPlace place, string tree, List<GitPath> files, List<string> messages, CancellationToken cancellation)
    {
        var text = new StringBuilder(string.Join('\n', messages)).Append('\n');
        foreach (var file in files.Take(MostConflicts).TakeWhile(_ => text.Length < LongestText))
        {
            // The merged file has the usual marks. One that is deleted on a side, or binary, has none: the messages say what is the matter.
            if (file.In("/") is not null
                && await git.RunAsync(place, new GitCall("cat-file", "blob", $"{tree}:{file}") { AlsoGood = [128], Limit = 4 << 20 }, cancellation) is { IsSuccess: true } content
                && Marked(Encoding.UTF8.GetString(content.Value.Bytes)) is { Length: > 0 } marked)
            {
                text.Append("\n--- ").Append(file).Append('\n').Append(marked);
            }
        }

        return new Error(
            ErrorCodes.MergeConflicts,
            $"{files.Count} {(files.Count == 1 ? "file has" : "files have")} conflicts: {Some(files)}. Nothing was changed.",
            new Dictionary<string, string> { ["files"] = Lines(files), ["conflicts"] = text.ToString() });
    }

    // The parts between the marks, each with the number of its first line.
    private static string Marked(string content)
    {
        if (content.Contains('\0', StringComparison.Ordinal))
        {
            return "";
        }

        var text = new StringBuilder();
        var (inside, number) = (false, 0);
        foreach (var line in content.Split('\n').TakeWhile(_ => text.Length < LongestConflict))
        {
            number++;
            if (!inside && line.StartsWith("<<<<<<< ", StringComparison.Ordinal))
            {
                inside = true;
                text.Append("@@ line ").Append(number).Append('\n');
            }

            if (inside)
            {
                text.Append(line).Append('\n');
                inside = !line.StartsWith(">>>>>>> ", StringComparison.Ordinal);
            }
        }

        return text.ToString();
    }

    /// <summary>Paths, each in a line.</summary>
    public static string Lines(IEnumerable<GitPath> paths) => string.Join('\n', paths.Select(path => path.ToString()));

    /// <summary>A few paths for a sentence.</summary>
    public static string Some(IReadOnlyCollection<GitPath> paths)
    {
        const int few = 3;
        var named = string.Join(", ", paths.Take(few));
        return paths.Count > few ? $"{named} and {paths.Count - few} more" : named;
    }
}
