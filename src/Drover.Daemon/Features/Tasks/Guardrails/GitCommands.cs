using Drover.Daemon.Features.Tasks.Guardrails.Shell;

namespace Drover.Daemon.Features.Tasks.Guardrails;

/// <summary>Which git commands change a repository's refs, index stack or configuration.</summary>
internal static class GitCommands
{
    private static readonly HashSet<string> AlwaysWrites = new(StringComparer.Ordinal)
    {
        "commit", "merge", "rebase", "checkout", "switch", "reset", "push", "pull", "cherry-pick", "revert", "am", "update-ref", "filter-branch", "filter-repo", "gc", "prune",
        "fast-import", "replace", "commit-tree", "update-index", "write-tree", "read-tree", "pack-refs", "repack", "mktag", "send-pack", "receive-pack", "subtree", "maintenance",
    };

    public static bool TakesValue(string option) => option is "--git-dir" or "--work-tree" or "--namespace" or "--exec-path" or "--super-prefix" or "--config-env";

    /// <summary>The subcommand and what follows it; null when the command is not git's, or has none.</summary>
    public static (string Name, IReadOnlyList<string> Following)? Subcommand(ShellCommand command)
    {
        if (command.Program is not { } program)
        {
            return null;
        }

        var words = command.Words.Select(word => word.Text).ToList();
        const string dashed = "git-";
        if (program.FileName.StartsWith(dashed, StringComparison.Ordinal))
        {
            return (program.FileName[dashed.Length..], words[1..]);
        }

        if (!command.Calls("git") && !program.IsUnknown)
        {
            return null;
        }

        var at = 1;
        while (at < words.Count && words[at].StartsWith('-'))
        {
            at += words[at] is "-C" or "-c" || TakesValue(words[at]) ? 2 : 1;
        }

        return at < words.Count ? (words[at], words[(at + 1)..]) : null;
    }

    public static bool Writes(ShellCommand command)
    {
        if (Subcommand(command) is not var (name, rest))
        {
            return false;
        }

        // An unknown program is git's only with a word that hardly anything else has.
        if (command.Program!.IsUnknown)
        {
            return name is "push" or "commit" or "rebase" or "cherry-pick" or "stash" or "update-ref";
        }

        var words = rest.Where(word => !word.StartsWith('-')).ToList();
        return name switch
        {
            _ when AlwaysWrites.Contains(name) => true,
            "stash" => words is not ["list" or "show", ..],
            "tag" => !rest.Any(word => word is "-l" or "--list" or "-v" or "--verify" or "--contains" or "--points-at" or "--merged") && words.Count > 0,
            "branch" => rest.Any(word => word is "-d" or "-D" or "-m" or "-M" or "-c" or "-C" or "-f" or "-u" or "--delete" or "--move" or "--copy" or "--force" || word.StartsWith("--set-upstream", StringComparison.Ordinal) || word is "--unset-upstream")
                || (words.Count > 0 && !rest.Any(word => word is "-l" or "--list" or "-r" or "-a" or "-v" or "-vv" or "--all" or "--remotes" or "--contains" or "--merged" or "--no-merged" or "--points-at" or "--show-current" || word.StartsWith("--sort", StringComparison.Ordinal) || word.StartsWith("--format", StringComparison.Ordinal))),
            "config" => ConfigWrites(rest, words),
            "remote" => words is ["add" or "remove" or "rm" or "rename" or "set-url" or "set-head" or "set-branches" or "prune" or "update", ..],
            "worktree" => words is ["add" or "remove" or "move" or "prune" or "lock" or "unlock" or "repair", ..],
            "reflog" => words is ["expire" or "delete", ..],
            "notes" => words is ["add" or "append" or "copy" or "edit" or "merge" or "remove" or "prune", ..],
            "symbolic-ref" => words.Count > 1 || rest.Contains("-d"),
            "submodule" => words is ["add" or "deinit" or "set-url" or "set-branch" or "absorbgitdirs", ..],
            "bisect" => words is ["start" or "good" or "bad" or "reset" or "skip" or "run", ..],
            "sparse-checkout" => words is ["set" or "add" or "init" or "disable" or "reapply", ..],
            _ => false,
        };
    }

    private static bool ConfigWrites(IReadOnlyList<string> rest, List<string> words)
    {
        if (rest.Any(word => word is "--get" or "--get-all" or "--get-regexp" or "--get-urlmatch" or "-l" or "--list" or "--show-origin"))
        {
            return false;
        }

        return words is ["set" or "unset" or "rename-section" or "remove-section" or "edit", ..]
            || rest.Any(word => word is "--unset" or "--unset-all" or "--add" or "--replace-all" or "-e" or "--edit" or "--remove-section" or "--rename-section")
            || (words.Count > 1 && words[0] is not ("get" or "list"));
    }
}
