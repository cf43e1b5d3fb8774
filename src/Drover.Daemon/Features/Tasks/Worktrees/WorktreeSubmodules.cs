using Drover.Contracts.Errors;
using Drover.Daemon.Features.Tasks.Worktrees.Git;

namespace Drover.Daemon.Features.Tasks.Worktrees;

/// <summary>Submodules in worktrees: filled from what the repository has on disk, without the network, and their commits kept in the repository.</summary>
internal sealed class WorktreeSubmodules(GitProgram git)
{
    /// <summary>Fills the submodules that are filled in the checkout the worktree came from.</summary>
    /// <returns>What could not be filled: sentences.</returns>
    public async Task<IReadOnlyList<string>> FillAsync(Worktree worktree, CancellationToken cancellation)
    {
        List<string> warnings = [];
        foreach (var (name, path) in await ListAsync(worktree, cancellation))
        {
            var modules = ModulesOf(worktree.CommonDir, name);
            if (!Directory.Exists(modules))
            {
                continue;
            }

            // The agent has not run yet, so the .git files are git's own and may be believed.
            var fill = new GitCall("-c", "protocol.file.allow=always", "-c", $"submodule.{name}.url={modules}", "submodule", "--quiet", "update", "--init", "--", path) { Writes = true };
            var filled = await git.RunAsync(worktree.Path, fill, cancellation);
            if (!filled.IsSuccess)
            {
                warnings.Add($"The submodule {path} could not be filled: {filled.Error!.Message}");
                continue;
            }

            var remote = await git.RunAsync(worktree.Target, new GitCall("config", "--get", $"submodule.{name}.url") { AlsoGood = [1] }, cancellation);
            if (remote is { IsSuccess: true, Value.Text: { Length: > 0 } url })
            {
                await git.RunAsync(Path.Combine(worktree.Path, path), new GitCall("remote", "set-url", "origin", url) { Writes = true, AlsoGood = [2, 128] }, cancellation);
            }
        }

        return warnings;
    }

    /// <summary>Submodules of the worktree that are filled, as places with a git folder that is inside the worktree's own.</summary>
    public async Task<IReadOnlyList<(string Name, string Path, GitPlace Place)>> FilledAsync(Worktree worktree, CancellationToken cancellation) =>
    [
        .. (await ListAsync(worktree, cancellation))
            .Select(module => (module.Name, module.Path, Place: new GitPlace(Path.Combine(worktree.Path, module.Path), ModulesOf(worktree.GitDir, module.Name))))
            .Where(module => Directory.Exists(module.Place.GitDir) && File.Exists(Path.Combine(module.Place.Folder, ".git")) && !HasLink(worktree.Path, module.Path)),
    ];

    /// <summary>Copies a submodule's commits to where a checkout of the repository finds them.</summary>
    public async Task<Result<GitAnswer>> KeepAsync(Worktree worktree, string name, GitPlace place, CancellationToken cancellation)
    {
        var modules = ModulesOf(worktree.CommonDir, name);
        var into = Directory.Exists(modules) ? modules : worktree.CommonDir;
        var push = new GitCall("-c", "protocol.file.allow=always", "push", "--quiet", "--force", "--no-verify", "--", into, $"HEAD:{worktree.KeptRef}{(into == modules ? "" : "-" + WorktreeNames.Slug(name))}") { Writes = true };
        return await git.RunAsync(place, push, cancellation);
    }

    private async Task<IReadOnlyList<(string Name, string Path)>> ListAsync(Worktree worktree, CancellationToken cancellation)
    {
        var file = Path.Combine(worktree.Path, ".gitmodules");
        if (new FileInfo(file) is not { Exists: true, LinkTarget: null })
        {
            return [];
        }

        // Raw: "submodule.lib.path" LF "libs/lib" NUL.
        var call = new GitCall("config", "--file", file, "--null", "--get-regexp", @"^submodule\..*\.path$") { AlsoGood = [1] };
        var answer = await git.RunAsync(worktree.Target, call, cancellation);
        return answer.IsSuccess
            ? [.. answer.Value.Text.Split('\0', StringSplitOptions.RemoveEmptyEntries).Select(Read).Where(module => IsInside(module.Name) && IsInside(module.Path))]
            : [];

        static (string Name, string Path) Read(string entry)
        {
            var end = entry.IndexOf('\n', StringComparison.Ordinal);
            return (entry["submodule.".Length..(end - ".path".Length)], entry[(end + 1)..]);
        }
    }

    // Both come from a file that an agent may write.
    private static bool IsInside(string path) =>
        path.Length > 0 && path[0] is not ('/' or '-') && path.Split('/').All(part => part is not (".." or "." or "" or ".git"));

    private static bool HasLink(string root, string path) =>
        new GitPath(path + "/.git").Parents().Any(parent => new DirectoryInfo(Path.Combine(root, parent.Raw)).LinkTarget is not null);

    private static string ModulesOf(string gitDir, string name) => Path.Combine(gitDir, "modules", name);
}
