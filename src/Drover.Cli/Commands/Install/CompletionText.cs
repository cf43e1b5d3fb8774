using Drover.Cli.CommandLine;

namespace Drover.Cli.Commands.Install;

/// <summary>
/// What the scripts of all shells are made of. Each finds the command on the line, skips options with their values, and knows by the place of the
/// word what may stand there.
/// </summary>
internal static class CompletionText
{
    internal static IEnumerable<CommandRow> Rows => CommandTable.Rows.Where(row => row.Group is not null);

    internal static string Commands => string.Join(' ', Rows.Select(row => row.Name));

    /// <summary>A line for each command that has commands below it: their names, and its own options where it is a command itself.</summary>
    internal static string Parents(Func<string, string, string> line)
        => string.Join('\n', Rows.Where(row => row.Children.Count > 0).Select(row => line(row.Name, string.Join(' ', row.Children.Select(child => child.Name).Concat(OwnOptions(row))))));

    /// <summary>A line for each command.</summary>
    internal static string Nodes(Func<CompletionTree, string> line) => string.Join('\n', CompletionTree.All().Select(line));

    /// <summary>A line for each option whose value is one of a few words: the patterns <c>'serve --restart'</c>, and the words.</summary>
    internal static string Choices(Func<IEnumerable<string>, string, string> line)
        => string.Join('\n', CompletionTree.All().SelectMany(node => node.Options
            .Select(option => (Names: CompletionTree.Names(option).Select(name => $"'{node.Words} {name}'"), Words: CompletionTree.Choices(option)))
            .Where(choice => choice.Words.Count > 0)
            .Select(choice => line(choice.Names, string.Join(' ', choice.Words)))));

    private static IEnumerable<string> OwnOptions(CommandRow row)
        => CompletionTree.All().Where(node => node.IsParent && node.Words == row.Name).SelectMany(CompletionTree.OptionWords);
}
