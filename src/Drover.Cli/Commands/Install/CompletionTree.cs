using System.CommandLine;
using System.CommandLine.Completions;
using Drover.Cli.CommandLine;
using Drover.Cli.Commands.Sessions;

namespace Drover.Cli.Commands.Install;

/// <summary>The commands as the completion scripts and the man page need them, taken from the commands themselves.</summary>
internal sealed record CompletionTree(string Words, string Summary, CliCommand Command)
{
    /// <summary>A place that takes a session; with <see cref="Sessions"/> all that follow do, too.</summary>
    internal const string Session = "@session";
    internal const string Sessions = "@sessions";

    /// <summary>The same where only a session that runs is of use.</summary>
    internal const string Active = "@active";
    internal const string AllActive = "@actives";

    /// <summary>A place that takes processes of this folder's project, and so do all that follow.</summary>
    internal const string Processes = "@processes";

    /// <summary>A place that takes jobs that run, and so do all that follow.</summary>
    internal const string Jobs = "@jobs";

    /// <summary>A place that takes a task; with <see cref="Tasks"/> all that follow do, too.</summary>
    internal const string Task = "@task";
    internal const string Tasks = "@tasks";

    /// <summary>A place that takes a program; what follows belongs to it.</summary>
    internal const string Program = "@program";

    /// <summary>Whether there are commands below this one.</summary>
    internal bool IsParent { get; private init; }

    internal IEnumerable<Option> Options => Command.Options.Where(option => !option.Hidden);

    /// <summary>Names of the options that take the next word as their value.</summary>
    internal IEnumerable<string> ValueOptions => Options.Where(option => option.ValueType != typeof(bool)).SelectMany(Names);

    /// <summary>What each word that is no option may be: one of the places above, or words separated by blanks; empty where anything may stand.</summary>
    internal IReadOnlyList<string> Places => Command.Tail is not null
        ? [Program]
        : [.. Command.Arguments.Select(argument => argument.Name switch
        {
            "session" => Place(argument.Arity.MaximumNumberOfValues > 1),
            "process" => Processes,
            "job" => Jobs,
            "task" => argument.Arity.MaximumNumberOfValues > 1 ? Tasks : Task,
            _ => string.Join(' ', Choices(argument)),
        })];

    private string Place(bool many) => (Command.OnlyActive, many) switch { (true, true) => AllActive, (true, false) => Active, (false, true) => Sessions, _ => Session };

    internal static IReadOnlyList<CompletionTree> All() =>
    [
        .. CommandTable.Rows.Where(row => row.Group is not null).SelectMany(row => (IEnumerable<CompletionTree>)
        [
            .. row.Build is null ? [] : (IEnumerable<CompletionTree>)[new CompletionTree(row.Name, row.Summary, row.Command()) { IsParent = row.Children.Count > 0 }],
            .. row.Children.Select(child => new CompletionTree($"{row.Name} {child.Name}", child.Summary, child.Command(row.Name))),
        ]),
    ];

    internal static CompletionTree RunProgram()
    {
        var command = RunProgramCommand.Build();
        return new CompletionTree("", command.Description!, command);
    }

    internal static IEnumerable<string> Names(Option option) => option.Aliases.Append(option.Name);

    internal static IEnumerable<string> OptionWords(CompletionTree node) => node.Options.SelectMany(Names).Order(StringComparer.Ordinal);

    /// <summary>The words a value is chosen from; none where it is free.</summary>
    internal static IReadOnlyList<string> Choices(Symbol symbol)
        => symbol is Option { ValueType: var type } && type == typeof(bool) ? [] : [.. symbol.GetCompletions(CompletionContext.Empty).Select(item => item.Label)];
}
