namespace Drover.Supervision.Watching;

/// <summary>Why a watch could not be started.</summary>
public enum WatchFailureKind
{
    /// <summary>A path does not exist.</summary>
    PathMissing,

    /// <summary>A path may not be read.</summary>
    PathUnreadable,

    /// <summary>A path that is never watched: the root, a kernel file system, Drover's own data.</summary>
    PathRefused,

    /// <summary>An ignore pattern is not valid.</summary>
    BadPattern,

    /// <summary>The user's inotify watches are used up.</summary>
    OutOfWatches,

    /// <summary>The user's inotify instances, or the process's descriptors, are used up.</summary>
    OutOfInstances,

    /// <summary>Any other refusal of the system.</summary>
    System,
}

/// <summary>Answer of <see cref="FileWatcher.WatchAsync"/>.</summary>
public abstract record WatchStartResult
{
    /// <summary>Everything is subscribed: changes from now on are seen.</summary>
    /// <param name="Handle">Ends the watch when disposed.</param>
    /// <param name="Warnings">What could not be subscribed, one sentence each; for example folders of another user.</param>
    public sealed record Started(WatchHandle Handle, IReadOnlyList<string> Warnings) : WatchStartResult;

    /// <summary>Nothing is watched.</summary>
    /// <param name="Kind">Why.</param>
    /// <param name="Path">The path it is about, if one.</param>
    /// <param name="Message">One sentence for people, with what to do about it.</param>
    public sealed record Failed(WatchFailureKind Kind, string? Path, string Message) : WatchStartResult;
}
