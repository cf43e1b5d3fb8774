using System.CommandLine;

namespace Drover.Cli.CommandLine;

/// <summary>One command: its options, what it does, and examples for its help.</summary>
internal sealed class CliCommand : Command
{
    internal CliCommand(string words)
        : base(words[(words.LastIndexOf(' ') + 1)..])
    {
        Words = words;
        Options.Add(Json);
        Options.Add(Color);
        Options.Add(Help);
    }

    /// <summary>What is typed behind <c>drover</c>: <c>ls</c>, <c>daemon start</c>.</summary>
    internal string Words { get; }

    internal required Func<Invocation, Task<int>> Run { get; init; }

    internal IReadOnlyList<string> Examples { get; init; } = [];

    /// <summary>Name of what follows the options and is not looked at: a program with its arguments. Null where there is none.</summary>
    internal string? Tail { get; init; }

    /// <summary>Its sessions are those with a process: no others are offered by completion.</summary>
    internal bool OnlyActive { get; init; }

    /// <summary>Longer text of the help, below the summary.</summary>
    internal string? Remarks { get; init; }

    internal Option<bool> Json { get; } = new("--json") { Description = "Data as JSON" };

    internal Option<string> Color { get; } = Values.Word("--color", "Colours", "auto", "always", "never");

    internal Option<bool> Help { get; } = new("--help", "-h") { Description = "Show this help" };
}
