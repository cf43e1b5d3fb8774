using Drover.Contracts.Errors;
using Drover.Daemon.Features.Tasks.Worktrees.Git;

namespace Drover.Daemon.Features.Tasks.Worktrees;

/// <summary>What was copied.</summary>
/// <param name="Copied">Paths from the top.</param>
/// <param name="Warnings">What was not, and why.</param>
internal sealed record CopiedIn(IReadOnlyList<string> Copied, IReadOnlyList<string> Warnings);

/// <summary>Copies files that a worktree needs and git does not bring, such as <c>.env</c>. git finds them, so that no pattern leads out of the repository.</summary>
internal sealed class CopyIn(GitProgram git)
{
    private const int Most = 1000;

    public async Task<Result<CopiedIn>> CopyAsync(Worktree worktree, IReadOnlyList<string> globs, CancellationToken cancellation)
    {
        if (globs.Count == 0)
        {
            return new CopiedIn([], []);
        }

        // Without --exclude-standard: ignored files are those that are wanted most.
        var below = worktree.Subfolder.Length == 0 ? "" : worktree.Subfolder + "/";
        var call = new GitCall(["ls-files", "-z", "--others", "--", .. globs.Select(glob => $":(top,glob){below}{glob}")]);
        var found = await git.RunAsync(worktree.Target, call, cancellation);
        if (!found.IsSuccess)
        {
            return found.Error!;
        }

        List<string> copied = [], warnings = [];
        foreach (var path in found.Value.Paths)
        {
            if (copied.Count == Most)
            {
                warnings.Add($"Only the first {Most} files of the copy-in list were copied.");
                break;
            }

            // A nested repository shows as a folder; it is not a file to copy.
            if (path.In(worktree.RepositoryRoot) is { } from && path.In(worktree.Path) is { } to && path.Raw[^1] != '/' && Copy(worktree, path, from, to) is var problem)
            {
                (problem is null ? copied : warnings).Add(problem ?? path.ToString());
            }
        }

        return new CopiedIn(copied, warnings);
    }

    private static string? Copy(Worktree worktree, GitPath path, string from, string to)
    {
        try
        {
            // A committed link in place of a folder would lead the copy out of the worktree.
            if (path.Parents().Any(parent => parent.In(worktree.Path) is { } folder && new DirectoryInfo(folder).LinkTarget is not null))
            {
                return $"{path} was not copied in: a folder above it is a link.";
            }

            if (new FileInfo(to) is { Exists: true } or { LinkTarget: not null } || Directory.Exists(to))
            {
                return $"{path} was not copied in: the worktree has one.";
            }

            Directory.CreateDirectory(Path.GetDirectoryName(to)!);
            if (new FileInfo(from).LinkTarget is { } target)
            {
                File.CreateSymbolicLink(to, target);
            }
            else
            {
                File.Copy(from, to);
            }

            return null;
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            return $"{path} was not copied in: {failure.Message}";
        }
    }
}
