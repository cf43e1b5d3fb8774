using Drover.Supervision.Posix;

namespace Drover.Supervision.Watching;

/// <summary>What a scan reports of what it finds.</summary>
internal enum ScanReport
{
    /// <summary>Nothing: the tree is only brought up to date.</summary>
    Nothing,

    /// <summary>Only files in folders that were not known: rules changed.</summary>
    NewFolders,

    /// <summary>Every file, as created: the folder is new and its files may still be written.</summary>
    Created,

    /// <summary>Every file, as complete: the folder was moved here.</summary>
    MovedIn,

    /// <summary>Folders whose files differ from what the last scan saw: events were lost.</summary>
    Differences,
}

/// <summary>
/// Keeps the subscriptions of one tree in step with the disk. A folder is judged before it is subscribed to, and subscribed to
/// before it is read, so that nothing falls between the two.
/// </summary>
internal sealed class TreeScanner(InotifyQueue queue, TreeInbox inbox, PathFilter filter, RuleBook rules, Action<string, Change> report)
{
    private const uint Mask = Inotify.Modify | Inotify.CloseWrite | Inotify.Create | Inotify.Delete | Inotify.MovedFrom | Inotify.MovedTo
        | Inotify.DeleteSelf | Inotify.MoveSelf | Inotify.ExcludeUnlinked;

    private readonly HashSet<string> _unreadable = new(StringComparer.Ordinal);

    /// <summary>Folders that could not be subscribed to, one sentence each.</summary>
    public IReadOnlyCollection<string> Unreadable => _unreadable;

    /// <summary>True once the user's inotify watches were used up.</summary>
    public bool OutOfWatches { get; set; }

    /// <summary>Brings a folder and all below it up to date.</summary>
    public async ValueTask SyncAsync(WatchedDirectory start, ScanReport what)
    {
        var work = new Stack<(WatchedDirectory Directory, ScanReport What)>();
        work.Push((start, what));
        while (work.TryPop(out var next) && !OutOfWatches)
        {
            if (!Subscribe(next.Directory))
            {
                Remove(next.Directory);
                continue;
            }

            await SyncOneAsync(next.Directory, next.What, work);
        }
    }

    /// <summary>Reads a folder's files again, so that a later look for differences starts from here.</summary>
    public async ValueTask RefreshAsync(WatchedDirectory directory)
    {
        var entries = DirectoryListing.Read(directory.FullPath);
        Count(directory, await JudgeAsync(directory, [.. entries.Where(e => !e.IsDirectory)]));
    }

    /// <summary>Remembers a folder that cannot be subscribed to.</summary>
    public void NoteUnreadable(string folder, int errno) => _unreadable.Add($"{folder} is not watched: {Errno.Describe(errno)}");

    /// <summary>Ends the subscriptions of a folder and all below it.</summary>
    public void Remove(WatchedDirectory directory)
    {
        foreach (var child in directory.Children.Values.ToArray())
        {
            Remove(child);
        }

        queue.Unsubscribe(directory.Subscription);
        directory.IsRemoved = true;
        directory.Parent?.Children.Remove(Path.GetFileName(directory.FullPath));
        SetRepository(directory, null);
    }

    /// <summary>Judges one file.</summary>
    public async ValueTask<bool> CountsAsync(WatchedDirectory directory, string name) =>
        filter.Counts(directory.Root.DisplayOf(directory.PathOf(name)), name)
        && !(await directory.Rules.AreIgnoredAsync(directory.FullPath, [name]))[0];

    /// <summary>Judges one folder.</summary>
    public async ValueTask<bool> EntersAsync(WatchedDirectory directory, string name)
    {
        var path = directory.PathOf(name);
        return !filter.Prunes(path, directory.Root.DisplayOf(path), name)
            && !(await directory.Rules.AreIgnoredAsync(directory.FullPath, [name + "/"]))[0];
    }

    private async ValueTask SyncOneAsync(WatchedDirectory directory, ScanReport what, Stack<(WatchedDirectory, ScanReport)> work)
    {
        var entries = DirectoryListing.Read(directory.FullPath);
        if (directory.Parent is not null)
        {
            SetRepository(directory, entries.Exists(e => e.Name == ".git") ? GitRepository.At(directory.FullPath) : null);
        }

        var counting = await JudgeAsync(directory, entries);
        var folders = counting.Where(e => e.IsDirectory).Select(e => e.Name).ToHashSet(StringComparer.Ordinal);
        foreach (var (name, child) in directory.Children.Where(c => !folders.Contains(c.Key)).ToArray())
        {
            ReportGone(child, what);
            Remove(child);
        }

        foreach (var name in folders)
        {
            var isNew = !directory.Children.TryGetValue(name, out var child);
            child ??= directory.Children[name] = new WatchedDirectory(directory.Root, directory, directory.PathOf(name), inbox);
            work.Push((child, isNew && what is (ScanReport.Differences or ScanReport.NewFolders) ? ScanReport.Created : what));
        }

        var before = (directory.Fingerprint, directory.FileCount);
        Count(directory, counting);
        Report(directory, counting, what, differs: before != (directory.Fingerprint, directory.FileCount));
    }

    private async ValueTask<List<DirectoryEntry>> JudgeAsync(WatchedDirectory directory, List<DirectoryEntry> entries)
    {
        var candidates = entries.FindAll(e =>
        {
            var path = directory.PathOf(e.Name);
            var display = directory.Root.DisplayOf(path);
            return e.IsDirectory ? !filter.Prunes(path, display, e.Name) : filter.Counts(display, e.Name);
        });
        if (candidates.Count == 0)
        {
            return candidates;
        }

        var ignored = await directory.Rules.AreIgnoredAsync(directory.FullPath, [.. candidates.Select(e => e.IsDirectory ? e.Name + "/" : e.Name)]);
        return [.. candidates.Where((_, i) => !ignored[i])];
    }

    private static void Count(WatchedDirectory directory, List<DirectoryEntry> counting)
    {
        directory.FileCount = counting.Count(e => !e.IsDirectory);
        directory.Fingerprint = counting.Sum(e => e.Stamp);
    }

    private void Report(WatchedDirectory directory, List<DirectoryEntry> counting, ScanReport what, bool differs)
    {
        if (what == ScanReport.Differences && differs)
        {
            report(directory.Root.DisplayOf(directory.FullPath) + "/", Change.MovedIn);
        }

        if (what is ScanReport.Created or ScanReport.MovedIn)
        {
            foreach (var file in counting.Where(e => !e.IsDirectory))
            {
                report(directory.Root.DisplayOf(directory.PathOf(file.Name)), what == ScanReport.Created ? Change.Created : Change.MovedIn);
            }
        }
    }

    private void ReportGone(WatchedDirectory child, ScanReport what)
    {
        if (what == ScanReport.Differences && child.HoldsFiles)
        {
            report(child.Root.DisplayOf(child.FullPath) + "/", Change.Gone);
        }
    }

    private bool Subscribe(WatchedDirectory directory)
    {
        var answer = queue.Subscribe(directory.Subscription, directory.FullPath, Mask | Inotify.DontFollow);
        switch (-answer)
        {
            case 0:
                return true;
            case Errno.ENOSPC:
                OutOfWatches = true;
                return false;
            case Errno.ENOENT or Errno.ENOTDIR or Errno.ELOOP:
                return false; // It went away between being seen and now.
            default:
                NoteUnreadable(directory.FullPath, -answer);
                return false;
        }
    }

    private void SetRepository(WatchedDirectory directory, GitRepository? repository)
    {
        if (directory.OwnRules?.Repository == repository)
        {
            return;
        }

        if (directory.OwnRules is { } old)
        {
            rules.Return(old);
        }

        directory.OwnRules = repository is null ? null : rules.Borrow(repository);
    }
}
