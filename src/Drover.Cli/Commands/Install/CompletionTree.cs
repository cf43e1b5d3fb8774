using System.CommandLine;
using Drover.Cli.CommandLine;
using Drover.Cli.Commands.Sessions;

namespace Drover.Cli.Commands.Install;

/// <summary>The commands as the completion scripts and the man page need them, taken from the commands themselves.</summary>
internal sealed record CompletionTree(string Words, string Summary, CliCommand Command)
{
    internal bool TakesSession => Command.Arguments.Any(argument => argument.Name is "session");

    internal bool TakesProgram => Command.Tail is not null;

    internal IEnumerable<Option> Options => Command.Options.Where(option => !option.Hidden);

    internal static IReadOnlyList<CompletionTree> All() =>
    [
        .. CommandTable.Rows.Where(row => row.Group is not null).SelectMany(row => row.Children.Count == 0
            ? [new CompletionTree(row.Name, row.Summary, row.Command())]
            : row.Children.Select(child => new CompletionTree($"{row.Name} {child.Name}", child.Summary, child.Command(row.Name)))),
    ];

    internal static CompletionTree RunProgram()
    {
        var command = RunProgramCommand.Build();
        return new CompletionTree("", command.Description!, command);
    }

    internal static IEnumerable<string> OptionWords(CompletionTree node) => node.Options.SelectMany(option => option.Aliases.Append(option.Name)).Order(StringComparer.Ordinal);
}
