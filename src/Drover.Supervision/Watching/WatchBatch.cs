namespace Drover.Supervision.Watching;

/// <summary>The changes of one quiet period.</summary>
/// <param name="Paths">
/// What changed, sorted, at most <see cref="MaxPaths"/>: relative to the watch's working directory where below it, else absolute.
/// After a lost stretch of events (queue overflow) and for folders that went away it names folders, with a slash at the end.
/// </param>
/// <param name="Total">How many paths changed; more than <paramref name="Paths"/> holds after a very large change.</param>
public sealed record WatchBatch(IReadOnlyList<string> Paths, int Total)
{
    /// <summary>The most paths one batch names.</summary>
    public const int MaxPaths = 1000;
}
