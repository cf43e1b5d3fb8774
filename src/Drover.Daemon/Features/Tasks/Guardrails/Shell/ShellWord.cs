namespace Drover.Daemon.Features.Tasks.Guardrails.Shell;

/// <summary>A word of a command after quotes were taken away and what is known of its variables was filled in.</summary>
/// <param name="Text">The word. <see cref="Unknown"/> stands for what only the shell will know; the home folder is <c>~</c>.</param>
/// <param name="IsGlob">Whether an unquoted <c>* ? [</c> is in it.</param>
/// <param name="Variables">Variables of the environment that it expands: none that the script itself has set.</param>
internal sealed record ShellWord(string Text, bool IsGlob, IReadOnlyList<string> Variables)
{
    /// <summary>Stands in <see cref="Text"/> for a value that cannot be known before the command runs.</summary>
    public const char Unknown = '\u0001';

    public bool IsUnknown => Text.Contains(Unknown, StringComparison.Ordinal);

    /// <summary>What is behind the last slash.</summary>
    public string FileName => Text[(Text.LastIndexOf('/') + 1)..];

    public static ShellWord Of(string text) => new(text, IsGlob: false, []);

    /// <summary>Whether the program that this word calls may be the one of that name.</summary>
    public bool Calls(string name) => IsGlob
        ? Globs.Matches(FileName, name)
        : string.Equals(FileName, name, StringComparison.Ordinal);
}
