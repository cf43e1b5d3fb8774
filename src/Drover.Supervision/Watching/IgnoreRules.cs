namespace Drover.Supervision.Watching;

/// <summary>Says which entries of a directory do not count. Two kinds: git itself, and the files of patterns where git is not at work.</summary>
internal abstract class IgnoreRules
{
    /// <summary>Rules that ignore nothing.</summary>
    public static IgnoreRules Nothing { get; } = new None();

    /// <summary>True while something is changing many files at once; a batch then waits for its end, within bounds.</summary>
    /// <param name="now">The wall clock.</param>
    public virtual bool IsBusy(DateTimeOffset now) => false;

    /// <summary>Judges entries of one directory.</summary>
    /// <param name="directory">Absolute real path.</param>
    /// <param name="entries">Names, a directory's with a slash at its end.</param>
    /// <returns>For each entry in order: true when it is ignored.</returns>
    public abstract ValueTask<bool[]> AreIgnoredAsync(string directory, IReadOnlyList<string> entries);

    /// <summary>Forgets what was read: a file of rules changed.</summary>
    public virtual ValueTask ReloadAsync() => ValueTask.CompletedTask;

    private sealed class None : IgnoreRules
    {
        public override ValueTask<bool[]> AreIgnoredAsync(string directory, IReadOnlyList<string> entries) => new(new bool[entries.Count]);
    }
}
