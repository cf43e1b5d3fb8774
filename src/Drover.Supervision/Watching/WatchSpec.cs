namespace Drover.Supervision.Watching;

/// <summary>What to watch, and what of it counts.</summary>
public sealed record WatchSpec
{
    /// <summary>Files and folders, absolute or relative to <see cref="WorkingDirectory"/>. Watched even where git ignores them.</summary>
    public required IReadOnlyList<string> Paths { get; init; }

    /// <summary>Absolute path; relative paths and <see cref="Ignore"/> start here, and reported paths below it are relative to it.</summary>
    public required string WorkingDirectory { get; init; }

    /// <summary>Patterns, in the syntax of .gitignore, of what does not count on top of what git ignores.</summary>
    public IReadOnlyList<string> Ignore { get; init; } = [];

    /// <summary>When not empty, only files with these extensions count (<c>ts</c> or <c>.ts</c>); a file named in <see cref="Paths"/> always does.</summary>
    public IReadOnlyList<string> Extensions { get; init; } = [];

    /// <summary>Quiet time after the last change before a batch is delivered. Zero delivers complete changes at once.</summary>
    public TimeSpan Debounce { get; init; } = TimeSpan.FromMilliseconds(250);

    /// <summary>True to wait for paths that do not exist instead of failing, as when a watch is taken up again after a restart.</summary>
    public bool AllowMissing { get; init; }
}
