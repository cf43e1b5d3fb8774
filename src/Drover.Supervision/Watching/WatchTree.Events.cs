using Drover.Supervision.Posix;

namespace Drover.Supervision.Watching;

/// <content>What each event of the kernel means.</content>
internal sealed partial class WatchTree
{
    private const uint Gone = Inotify.Delete | Inotify.MovedFrom;
    private const uint Arrived = Inotify.Create | Inotify.MovedTo;

    private async ValueTask OnDirectoryAsync(WatchedDirectory directory, uint mask, string name)
    {
        if (directory.IsRemoved)
        {
            return;
        }

        if (name.Length == 0)
        {
            OnDirectoryItself(directory, mask);
            return;
        }

        if (name is ".gitignore" or ".ignore" && (mask & (Gone | Inotify.MovedTo | Inotify.CloseWrite)) != 0)
        {
            await directory.Rules.ReloadAsync();
            _rulesChanged = true;
        }

        _rulesChanged |= name is ".git" && (mask & (Arrived | Gone)) != 0;

        if ((mask & Inotify.IsDirectory) != 0)
        {
            await OnFolderAsync(directory, mask, name);
        }
        else if (await _scanner.CountsAsync(directory, name))
        {
            _touched.Add(directory);
            Note(directory.Root.DisplayOf(directory.PathOf(name)), ChangeOf(mask));
        }
    }

    private void OnDirectoryItself(WatchedDirectory directory, uint mask)
    {
        var isRoot = directory.Parent is null && directory.Root.Directory == directory;
        if (isRoot && (mask & (Inotify.DeleteSelf | Inotify.MoveSelf | Inotify.Ignored | Inotify.Unmounted)) != 0)
        {
            Lose(directory.Root);
        }
    }

    private async ValueTask OnFolderAsync(WatchedDirectory directory, uint mask, string name)
    {
        if ((mask & Gone) != 0 && directory.Children.TryGetValue(name, out var gone))
        {
            // Of a deleted folder the files were reported one by one; one that was moved away takes them along unseen.
            if ((mask & Inotify.MovedFrom) != 0 && gone.HoldsFiles)
            {
                Note(gone.Root.DisplayOf(gone.FullPath) + "/", Change.Gone);
            }

            _scanner.Remove(gone);
        }
        else if ((mask & Arrived) != 0 && await _scanner.EntersAsync(directory, name))
        {
            var what = (mask & Inotify.Create) != 0 ? ScanReport.Created : ScanReport.MovedIn;
            if (directory.Children.TryGetValue(name, out var child))
            {
                what = ScanReport.Differences;
            }
            else
            {
                child = directory.Children[name] = new WatchedDirectory(directory.Root, directory, directory.PathOf(name), _inbox);
            }

            await _scanner.SyncAsync(child, what);
        }
    }

    private async ValueTask OnAnchorAsync(WatchRoot root, Subscription source, uint mask)
    {
        if (source != root.Anchor)
        {
            return; // From the place where it was anchored before.
        }

        if ((mask & (Inotify.DeleteSelf | Inotify.MoveSelf | Inotify.Ignored | Inotify.Unmounted)) != 0)
        {
            root.AnchorFolder = null;
            Lose(root);
            await _keeper.OpenAsync(root, ScanReport.MovedIn);
            return;
        }

        if (!root.IsAnchoredAbove)
        {
            if ((mask & Arrived) != 0)
            {
                await _keeper.OpenAsync(root, ScanReport.Created);
            }

            return;
        }

        if ((mask & Arrived) != 0 && (root.Directory is not null || Directory.Exists(root.Path)))
        {
            // Something else is there now: a new folder, or a link that was turned.
            await _keeper.OpenAsync(root, (mask & Inotify.Create) != 0 ? ScanReport.Created : ScanReport.MovedIn);
        }
        else if (root.Directory is not null)
        {
            if ((mask & Gone) != 0)
            {
                Lose(root);
            }
        }
        else if ((mask & Inotify.IsDirectory) == 0)
        {
            Note(root.Display, ChangeOf(mask));
            if ((mask & Arrived) != 0)
            {
                await _keeper.OpenAsync(root, ScanReport.Nothing);
            }
        }
    }

    private void Lose(WatchRoot root)
    {
        if (root.Directory is { } directory)
        {
            if (directory.HoldsFiles)
            {
                Note(root.Display + "/", Change.Gone);
            }

            _keeper.CloseContent(root);
        }
    }

    private static Change ChangeOf(uint mask) => mask switch
    {
        _ when (mask & Gone) != 0 => Change.Gone,
        _ when (mask & Inotify.MovedTo) != 0 => Change.MovedIn,
        _ when (mask & Inotify.Create) != 0 => Change.Created,
        _ when (mask & Inotify.CloseWrite) != 0 => Change.Closed,
        _ => Change.Writing,
    };
}
