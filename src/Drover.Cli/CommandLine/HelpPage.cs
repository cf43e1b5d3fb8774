using System.CommandLine;
using Drover.Cli.Commands.Sessions;
using Drover.Cli.Output;
using Drover.Contracts.Errors;

namespace Drover.Cli.CommandLine;

/// <summary>Help is data somebody asked for: it goes to standard output.</summary>
internal static class HelpPage
{
    private const int NameColumn = 28;

    internal static int Overview(Terminal terminal)
    {
        terminal.Colour(null);
        var (text, ink) = (terminal.Out, terminal.Ink);
        text.WriteLine("Drover runs your dev processes, keeps every byte they print, and shows all of it to you and your coding agents.");
        text.WriteLine();
        text.WriteLine(ink.Bold("Usage"));
        text.WriteLine("  drover COMMAND [OPTIONS]         one of the commands below");
        text.WriteLine("  drover [OPTIONS] PROGRAM ARGS…   run a program as a session and follow it: drover npm run dev");
        text.WriteLine("  drover [OPTIONS] -- PROGRAM …    the same, for a program that is named like a command");
        text.WriteLine("  drover help PROGRAM              the options of these two: --watch, --on-exit, …");
        foreach (var group in CommandTable.Rows.GroupBy(row => row.Group, StringComparer.Ordinal).Where(group => group.Key is not null))
        {
            text.WriteLine();
            text.WriteLine(ink.Bold(group.Key!));
            foreach (var row in group)
            {
                Line(text, row.Name, row.Summary);
            }
        }

        text.WriteLine();
        text.WriteLine(ink.Bold("Examples"));
        text.WriteLine("  drover serve --watch src --label web -- node server.js");
        text.WriteLine("  drover tail -f web");
        text.WriteLine("  drover npm run dev");
        text.WriteLine();
        text.WriteLine("drover COMMAND --help shows options and examples of a command. A session is named by id, prefix or label; the name may be left out");
        text.WriteLine("when one session is active. --json prints data as JSON. Exit codes: 0 ok, 1 failure, 2 usage, 3 not found, 4 conflict,");
        text.WriteLine("5 daemon unreachable, 124 timeout, 130 Ctrl-C.");
        return ExitCodes.Ok;
    }

    internal static int Of(IReadOnlyList<string> words, Terminal terminal)
    {
        terminal.Colour(null);
        if (words[0] is RunProgramCommand.Name)
        {
            return Of(RunProgramCommand.Build(), terminal);
        }

        var row = CommandTable.Find(words[0]);
        if (row is { Children.Count: > 0 } && words.Count > 1)
        {
            var child = row.Children.FirstOrDefault(child => string.Equals(child.Name, words[1], StringComparison.Ordinal));
            return child is null ? Unknown(words, terminal) : Of(child.Command(row.Name), terminal);
        }

        return row switch
        {
            null => Unknown(words, terminal),
            { Children.Count: > 0 } => Group(row, terminal),
            _ => Of(row.Command(), terminal),
        };
    }

    internal static int Group(CommandRow parent, Terminal terminal)
    {
        terminal.Colour(null);
        if (parent.Build is null)
        {
            terminal.Out.WriteLine($"{parent.Summary}.");
        }
        else
        {
            Of(parent.Command(), terminal);
        }

        terminal.Out.WriteLine();
        terminal.Out.WriteLine(terminal.Ink.Bold("Commands"));
        foreach (var child in parent.Children)
        {
            Line(terminal.Out, $"drover {parent.Name} {child.Name}", child.Summary);
        }

        return ExitCodes.Ok;
    }

    internal static int Of(CliCommand command, Terminal terminal)
    {
        var (text, ink) = (terminal.Out, terminal.Ink);
        text.WriteLine($"{command.Description}.");
        text.WriteLine();
        text.WriteLine(ink.Bold("Usage"));
        text.WriteLine($"  {Usage(command)}");
        if (command.Arguments.Count > 0)
        {
            text.WriteLine();
            text.WriteLine(ink.Bold("Arguments"));
            foreach (var argument in command.Arguments)
            {
                Line(text, argument.Name.ToUpperInvariant(), argument.Description ?? "");
            }
        }

        text.WriteLine();
        text.WriteLine(ink.Bold("Options"));
        foreach (var option in command.Options.Where(option => !option.Hidden).OrderBy(option => IsShared(command, option)))
        {
            Line(text, Names(option), option.Description ?? "");
        }

        if (command.Remarks is { } remarks)
        {
            text.WriteLine();
            text.WriteLine(remarks);
        }

        if (command.Examples.Count > 0)
        {
            text.WriteLine();
            text.WriteLine(ink.Bold("Examples"));
            foreach (var example in command.Examples)
            {
                text.WriteLine($"  {example}");
            }
        }

        return ExitCodes.Ok;
    }

    internal static string Usage(CliCommand command)
    {
        var words = command.Arguments.Select(argument => argument.Arity switch
        {
            { MinimumNumberOfValues: > 0, MaximumNumberOfValues: > 1 } => $"{argument.Name.ToUpperInvariant()}…",
            { MinimumNumberOfValues: > 0 } => argument.Name.ToUpperInvariant(),
            { MaximumNumberOfValues: > 1 } => $"[{argument.Name.ToUpperInvariant()}…]",
            _ => $"[{argument.Name.ToUpperInvariant()}]",
        });
        var name = command.Name == RunProgramCommand.Name ? "" : $" {command.Words}";
        return string.Join(' ', (IEnumerable<string>)[$"drover{name} [OPTIONS]", .. words, .. command.Tail is { } tail ? [tail] : Array.Empty<string>()]);
    }

    internal static string Names(Option option)
    {
        var names = string.Join(", ", option.Aliases.Append(option.Name).OrderBy(name => name.Length));
        return option.ValueType == typeof(bool) ? names : $"{names} {option.HelpName}";
    }

    private static bool IsShared(CliCommand command, Option option) => option == command.Json || option == command.Color || option == command.Help;

    private static int Unknown(IReadOnlyList<string> words, Terminal terminal)
        => FailureText.Write(terminal, new Error(ErrorCodes.RequestUsage, $"\"{string.Join(' ', words)}\" is not a command. drover --help lists them."), json: false);

    private static void Line(TextWriter text, string name, string summary)
    {
        text.Write("  ");
        text.Write(name.PadRight(NameColumn));
        text.Write(name.Length >= NameColumn ? $"\n  {new string(' ', NameColumn)}" : "");
        text.WriteLine(summary);
    }
}
