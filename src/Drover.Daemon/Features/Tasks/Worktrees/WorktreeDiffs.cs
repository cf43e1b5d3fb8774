using System.Text;
using Drover.Contracts.Errors;
using Drover.Contracts.Tasks;
using Drover.Daemon.Features.Tasks.Worktrees.Git;

namespace Drover.Daemon.Features.Tasks.Worktrees;

/// <summary>Compares the work with its base.</summary>
internal sealed class WorktreeDiffs(GitProgram git, WorktreeCommits commits, WorktreeStaging staging)
{
    private const int LongestPatch = 1 << 20;
    private const int LongestPatchOfOne = 4 << 20;
    private static readonly byte[] Boundary = "\ndiff --git "u8.ToArray();

    // Beyond a thousand files renames are looked for by content only, or the search would take minutes.
    private static readonly string[] Compare = ["diff-tree", "-r", "--no-ext-diff", "--no-textconv", "--find-renames", "-l1000", "--ignore-submodules=none"];

    /// <summary>The diff of the work as it is now, with what is in no commit yet.</summary>
    /// <param name="worktree">The worktree.</param>
    /// <param name="file">One file of it, by its path; else all.</param>
    /// <param name="cancellation">Ends the git that computes it.</param>
    public async Task<Result<TaskDiff>> DiffAsync(Worktree worktree, string? file, CancellationToken cancellation)
    {
        var head = await commits.HeadAsync(worktree, cancellation);
        var isPresent = Directory.Exists(worktree.Path) && Directory.Exists(worktree.GitDir);
        var tip = !head.IsSuccess || !isPresent ? head : await staging.SnapshotAsync(worktree, cancellation);
        if (!tip.IsSuccess)
        {
            return tip.Error!;
        }

        var entries = await FilesAsync(worktree, tip.Value, cancellation);
        if (!entries.IsSuccess)
        {
            return entries.Error!;
        }

        var one = file is null ? null : entries.Value.FirstOrDefault(entry => entry.File.Path == file);
        if (file is not null && one is null)
        {
            return new Error(ErrorCodes.WorktreeFileNotInDiff, $"The diff has no file \"{file}\": give a path of its \"files\".");
        }

        var patch = await PatchAsync(worktree, tip.Value, one, cancellation);
        if (!patch.IsSuccess)
        {
            return patch.Error!;
        }

        return new TaskDiff
        {
            TaskId = worktree.TaskId,
            Isolated = !worktree.IsInPlace,
            WorktreePath = isPresent && !worktree.IsInPlace ? worktree.Path : null,
            BaseCommit = worktree.BaseCommit,
            HeadCommit = head.Value,
            BaseMoved = !worktree.IsInPlace && await BaseNowAsync(worktree, cancellation) is { } now && now != worktree.BaseCommit,
            Stat = DiffReading.Stat(entries.Value),
            Files = [.. (one is null ? entries.Value : [one]).Select(entry => entry.File)],
            Patch = patch.Value.Text,
            Truncated = patch.Value.IsCut,
        };
    }

    /// <summary>The files between the base and a commit or tree.</summary>
    public async Task<Result<List<DiffEntry>>> FilesAsync(Worktree worktree, string tip, CancellationToken cancellation)
    {
        var answer = await git.RunAsync(worktree.Target, new GitCall([.. Compare, "-z", "--raw", "--no-abbrev", "--numstat", worktree.BaseCommit, tip]), cancellation);
        if (!answer.IsSuccess)
        {
            return answer.Error!;
        }

        return answer.Value.IsCut
            ? new Error(ErrorCodes.GitFailed, "The list of changed files alone is larger than 64 MiB.")
            : DiffReading.Read(answer.Value.Fields);
    }

    /// <summary>Where the branch that the base was taken from is now; null when it is gone.</summary>
    public Task<string?> BaseNowAsync(Worktree worktree, CancellationToken cancellation) =>
        commits.CommitOfAsync(worktree.Target, worktree.BaseRef ?? "HEAD", cancellation);

    private async Task<Result<(string Text, bool IsCut)>> PatchAsync(Worktree worktree, string tip, DiffEntry? one, CancellationToken cancellation)
    {
        GitPath[] paths = one is null ? [] : one.OldPath is { } old ? [old, one.Path] : [one.Path];
        var limit = one is null ? LongestPatch : LongestPatchOfOne;
        var call = new GitCall([.. Compare, "--patch", "--full-index", worktree.BaseCommit, tip]) { Limit = limit };
        if (one is not null)
        {
            if (paths.Any(path => path.In("/") is null))
            {
                return ("", true);
            }

            call = new GitCall(["--literal-pathspecs", .. Compare, "--patch", "--full-index", worktree.BaseCommit, tip, "--", .. paths.Select(path => path.ToString())]) { Limit = limit };
        }

        var answer = await git.RunAsync(worktree.Target, call, cancellation);
        if (!answer.IsSuccess)
        {
            return answer.Error!;
        }

        ReadOnlySpan<byte> bytes = answer.Value.Bytes;
        if (answer.Value.IsCut)
        {
            // Whole files only; of one file, whole lines.
            var end = one is null ? bytes.LastIndexOf(Boundary) : bytes.LastIndexOf((byte)'\n');
            bytes = bytes[..(end + 1)];
        }

        return (Encoding.UTF8.GetString(bytes), answer.Value.IsCut);
    }
}
