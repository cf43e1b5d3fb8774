namespace Drover.Cli.CommandLine;

/// <summary>One line of the table of commands. The command itself is built only when it is asked for: building them all costs 20 ms.</summary>
/// <param name="Name">First word, or second below a parent.</param>
/// <param name="Summary">What it does, in a line.</param>
/// <param name="Build">Makes the command of that name; null for a parent that is no command itself.</param>
internal sealed record CommandRow(string Name, string Summary, Func<string, CliCommand>? Build)
{
    internal IReadOnlyList<CommandRow> Children { get; init; } = [];

    /// <summary>Heading it stands under in the list of commands; null hides it.</summary>
    internal string? Group { get; init; }

    internal CliCommand Command(string? parent = null)
    {
        var command = Build!(parent is null ? Name : $"{parent} {Name}");
        command.Description = Summary;
        return command;
    }
}
