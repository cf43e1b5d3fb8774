using Drover.Supervision.Posix;

namespace Drover.Supervision.Watching;

/// <summary>
/// Finds and finds again what was asked for. A root is anchored in the folder above it; while that is missing, in the nearest one
/// that exists, until the way down to the root is there again.
/// </summary>
internal sealed class RootKeeper(InotifyQueue queue, TreeInbox inbox, TreeScanner scanner, RuleBook rules, Action<string, Change> report)
{
    private const uint AnchorMask = Inotify.Create | Inotify.Modify | Inotify.CloseWrite | Inotify.MovedTo | Inotify.MovedFrom | Inotify.Delete
        | Inotify.DeleteSelf | Inotify.MoveSelf;

    private const uint GuardMask = Inotify.Create | Inotify.CloseWrite | Inotify.MovedTo | Inotify.MovedFrom | Inotify.Delete;

    /// <summary>Anchors a root and takes in what is there.</summary>
    /// <param name="root">The root.</param>
    /// <param name="what">What to report of the files found.</param>
    public async ValueTask OpenAsync(WatchRoot root, ScanReport what)
    {
        Anchor(root);
        if (Directory.Exists(root.Path))
        {
            await OpenDirectoryAsync(root, what);
        }
        else if (File.Exists(root.Path))
        {
            OpenFile(root, what);
        }
    }

    /// <summary>Lets go of what was there; the anchor stays.</summary>
    public void CloseContent(WatchRoot root)
    {
        if (root.Directory is { } directory)
        {
            scanner.Remove(directory);
            root.Directory = null;
        }

        root.Guards.ForEach(queue.Unsubscribe);
        root.Guards.Clear();
        if (root.Git is { } git)
        {
            rules.Return(git);
            root.Git = null;
        }

        if (root.Target is { } target)
        {
            Close(target);
            root.Target = null;
        }
    }

    /// <summary>Lets go of everything.</summary>
    public void Close(WatchRoot root)
    {
        CloseContent(root);
        if (root.Anchor is { } anchor)
        {
            queue.Unsubscribe(anchor);
            (root.Anchor, root.AnchorFolder) = (null, null);
        }
    }

    /// <summary>Brings a root's tree in step with rules that changed, or with the disk after events were lost.</summary>
    public async ValueTask RefreshAsync(WatchRoot root, ScanReport what)
    {
        if (root.Directory is { } directory)
        {
            await FindRulesAsync(root);
            await scanner.SyncAsync(directory, what);
        }
    }

    /// <summary>Moves the anchor to the folder right above the root, or to the nearest that exists.</summary>
    public void Anchor(WatchRoot root)
    {
        while (root.Path != "/")
        {
            var (folder, name) = NearestFolder(root.Path);
            if (root.Anchor is null || root.AnchorFolder != folder || root.Anchor.Watch == Subscription.None)
            {
                var anchor = new Subscription(inbox, root, new HashSet<string>(StringComparer.Ordinal) { name });
                var answer = queue.Subscribe(anchor, folder, AnchorMask);
                if (answer == -Errno.ENOENT || answer == -Errno.ENOTDIR)
                {
                    continue;
                }

                if (root.Anchor is { } old)
                {
                    queue.Unsubscribe(old);
                }

                if (answer == -Errno.ENOSPC)
                {
                    scanner.OutOfWatches = true;
                }
                else if (answer < 0)
                {
                    scanner.NoteUnreadable(folder, -answer);
                }

                (root.Anchor, root.AnchorFolder, root.AnchorName) = (anchor, folder, name);
            }

            // The next part of the way may have come between the look and the subscription.
            if (root.IsAnchoredAbove || !Directory.Exists(Path.Combine(folder, name)))
            {
                return;
            }
        }
    }

    private static (string Folder, string Name) NearestFolder(string path)
    {
        var name = Path.GetFileName(path);
        var folder = Path.GetDirectoryName(path)!;
        while (folder != "/" && !Directory.Exists(folder))
        {
            (folder, name) = (Path.GetDirectoryName(folder)!, Path.GetFileName(folder));
        }

        return (folder, name);
    }

    private async ValueTask OpenDirectoryAsync(WatchRoot root, ScanReport what)
    {
        CloseContent(root);
        root.RealPath = RealPath.Of(root.Path);
        await FindRulesAsync(root);
        root.Directory = new WatchedDirectory(root, null, root.RealPath, inbox);
        await scanner.SyncAsync(root.Directory, what);
    }

    private void OpenFile(WatchRoot root, ScanReport what)
    {
        CloseContent(root);
        if (what != ScanReport.Nothing)
        {
            report(root.Display, what == ScanReport.Created ? Change.Created : Change.MovedIn);
        }

        var folder = RealPath.Of(Path.GetDirectoryName(root.Path)!);
        root.Git = GitRepository.Holding(folder) is { } repository ? rules.Borrow(repository) : null;
        var target = RealPath.Of(root.Path);
        if (target != Path.Combine(folder, Path.GetFileName(root.Path)))
        {
            root.Target = new WatchRoot(target, root.Display);
            Anchor(root.Target);
        }
    }

    private async ValueTask FindRulesAsync(WatchRoot root)
    {
        var repository = GitRepository.Holding(root.RealPath);
        if (root.Git is null || root.Git.Repository != repository)
        {
            if (root.Git is { } old)
            {
                rules.Return(old);
            }

            root.Git = repository is null ? null : rules.Borrow(repository);
        }

        if (root.Git is { } git)
        {
            // Named although git ignores it: then git ignores everything in it, and asking would leave nothing.
            var isIgnored = root.RealPath != repository!.Top
                && (await git.AreIgnoredAsync(Path.GetDirectoryName(root.RealPath)!, [Path.GetFileName(root.RealPath) + "/"]))[0];
            root.Rules = isIgnored ? IgnoreRules.Nothing : git;
            Guard(root, repository);
        }
        else
        {
            root.Rules = new FileIgnoreRules(root.RealPath);
        }
    }

    // Files of rules above the root are outside its tree, and so is the repository's own exclude file. HEAD comes last when a
    // repository is made; what git was asked before then it could not answer.
    private void Guard(WatchRoot root, GitRepository repository)
    {
        root.Guards.ForEach(queue.Unsubscribe);
        root.Guards.Clear();
        Subscribe(repository.GitFolder, "HEAD");
        Subscribe(repository.InfoFolder, "exclude");
        for (var at = root.RealPath; at != repository.Top;)
        {
            at = Path.GetDirectoryName(at)!;
            Subscribe(at, ".gitignore");
        }

        void Subscribe(string folder, string name)
        {
            var guard = new Subscription(inbox, root.Git!, new HashSet<string>(StringComparer.Ordinal) { name });

            // Refused where there is no such folder: then there are no rules in it.
            _ = queue.Subscribe(guard, folder, GuardMask);
            root.Guards.Add(guard);
        }
    }
}
