namespace Drover.Daemon.Features.Tasks.Guardrails.Shell;

/// <summary>Where a command's input comes from or its output goes.</summary>
/// <param name="Operator">As it is written, without a number before it: <c>&lt; &gt; &gt;&gt; &lt;&gt; &amp;&gt;</c> …</param>
/// <param name="Target">The file.</param>
internal sealed record ShellRedirection(string Operator, ShellWord Target);

/// <summary>One command of a script: the program and its arguments, without the pipes and lists around it.</summary>
/// <param name="Words">The program first; empty for a command of assignments and redirections only.</param>
/// <param name="Redirections">Its redirections, here-documents excepted.</param>
/// <param name="Assigned">Words that are given to variables: <c>x=$(y)</c>.</param>
internal sealed record ShellCommand(IReadOnlyList<ShellWord> Words, IReadOnlyList<ShellRedirection> Redirections, IReadOnlyList<ShellWord> Assigned)
{
    public ShellWord? Program => Words.Count > 0 ? Words[0] : null;

    public IEnumerable<ShellWord> Arguments => Words.Skip(1);

    /// <summary>What it reads as standard input, when the script says so: a here-document, a here-string, or what an echo before the pipe prints.</summary>
    public string? Input { get; set; }

    /// <summary>The command before the pipe.</summary>
    public ShellCommand? PipedFrom { get; init; }

    public bool Calls(params ReadOnlySpan<string> names)
    {
        foreach (var name in names)
        {
            if (Program?.Calls(name) == true)
            {
                return true;
            }
        }

        return false;
    }

    public override string ToString() => string.Join(' ', Words.Select(word => word.Text));
}
