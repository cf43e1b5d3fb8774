using Drover.Contracts.Errors;
using Drover.Daemon.Features.Tasks.Worktrees.Git;

namespace Drover.Daemon.Features.Tasks.Worktrees;

/// <summary>Brings a checkout from one tree to another: all of it or nothing. What it does not touch stays, staged or not.</summary>
internal sealed class TargetUpdate(GitProgram git, WorktreeFolders folders)
{
    // How unpack_trees of git begins every refusal; it looks at every path before it writes the first one.
    private static readonly string[] Refusals = ["not uptodate", "would be overwritten", "would be removed", "would lose untracked", "Cannot merge", "cannot merge", "index.lock"];

    /// <summary>Changes the files only: the index stays as it is, so that the changes show as not staged.</summary>
    public async Task<Error?> FilesAsync(GitPlace target, TargetState from, string to, IReadOnlyList<TouchedPath> touched)
    {
        using var index = folders.Index(copyOf: Path.Combine(target.GitDir, "index"));
        return await ReadTreeAsync(target with { Index = index.Path }, from.Tree, to, touched);
    }

    /// <summary>Changes files, index and, at last, the commit. A commit that came in between undoes it.</summary>
    public async Task<Error?> CommitAsync(GitPlace target, TargetState from, string to, string commit, string reason, IReadOnlyList<TouchedPath> touched)
    {
        if (await ReadTreeAsync(target, from.Tree, to, touched) is { } error)
        {
            return error;
        }

        var before = from.Head ?? new string('0', commit.Length);
        var moved = await git.RunAsync(target, new GitCall("update-ref", "-m", reason, "HEAD", commit, before) { Writes = true }, CancellationToken.None);
        if (moved.IsSuccess)
        {
            return null;
        }

        var undone = await git.RunAsync(target, new GitCall("read-tree", "-m", "-u", to, from.Tree) { Writes = true }, CancellationToken.None);
        return new Error(
            ErrorCodes.MergeTargetMoved,
            $"{from.Name} got another commit while the merge was made. {(undone.IsSuccess ? "Nothing was changed; merge again." : $"Its files could not be set back: {undone.Error!.Message}")}");
    }

    /// <summary>An index of its own, for comparing.</summary>
    public ScratchIndex Scratch() => folders.Index();

    private async Task<Error?> ReadTreeAsync(GitPlace place, string from, string to, IReadOnlyList<TouchedPath> touched)
    {
        var done = await git.RunAsync(place, new GitCall("read-tree", "-m", "-u", from, to) { Writes = true }, CancellationToken.None);
        if (done.IsSuccess)
        {
            return null;
        }

        if (Array.Exists(Refusals, word => done.Error!.Message.Contains(word, StringComparison.Ordinal)))
        {
            return new Error(ErrorCodes.MergeTargetDirty, $"git refuses to change {place.Folder}: {done.Error!.Message}. Nothing was changed.");
        }

        // A full disk, a folder that may not be written: some files are new, and the index is not. They were as committed a moment ago.
        return await SetBackAsync(place, from, touched) is { } worse
            ? new Error(done.Error!.Code, $"{done.Error.Message}; and the files could not all be set back: {worse.Message}")
            : new Error(done.Error!.Code, $"{done.Error.Message}. Everything was set back; nothing was merged.");
    }

    private async Task<Error?> SetBackAsync(GitPlace place, string from, IReadOnlyList<TouchedPath> touched)
    {
        using var index = folders.Index();
        var old = place with { Index = index.Path };
        var read = await git.RunAsync(old, new GitCall("read-tree", from) { Writes = true }, CancellationToken.None);
        if (!read.IsSuccess)
        {
            return read.Error;
        }

        foreach (var path in touched.Where(path => !path.WasThere && !MergeTarget.IsBehindLink(place.Folder, path.Path)).Select(path => path.Path.In(place.Folder)).OfType<string>())
        {
            try
            {
                File.Delete(path);
            }
            catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
            {
                return new Error(ErrorCodes.GitFailed, failure.Message);
            }
        }

        var call = new GitCall("checkout-index", "--force", "-z", "--stdin") { Writes = true }.WithPaths(touched.Where(path => path.WasThere).Select(path => path.Path));
        return (await git.RunAsync(old, call, CancellationToken.None)).Error;
    }
}
