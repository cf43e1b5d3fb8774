using Drover.Cli.Commands.Sessions;
using Drover.Cli.Output;
using Drover.Contracts.Errors;

namespace Drover.Cli.CommandLine;

/// <summary>
/// Finds the command that is meant by the first words, builds only that one, and runs it. What is no command is a program to run as a session:
/// <c>drover npm run dev</c>.
/// </summary>
internal static class Dispatcher
{
    internal static Task<int> RunAsync(IReadOnlyList<string> words, Terminal terminal)
    {
        var (first, shared) = SkipSharedOptions(words);
        if (first == words.Count)
        {
            return Task.FromResult(HelpPage.Overview(terminal));
        }

        var rest = words.Skip(first + 1);
        switch (words[first])
        {
            case "help":
                return Task.FromResult(words.Count > first + 1 ? HelpPage.Of(words.Skip(first + 1).ToList(), terminal) : HelpPage.Overview(terminal));
            case "--version":
                return RunAsync(["version", .. shared], terminal);
            case "--serve":
                return RunAsync(["daemon", "run", .. shared, .. rest], terminal);
        }

        // Any other word is a program to run; of these it is sooner the daemon that is meant than the machine.
        if (words[first] is "shutdown" or "poweroff" or "reboot" or "halt")
        {
            terminal.Colour(null);
            var error = new Error(ErrorCodes.RequestUsage, $"\"{words[first]}\" would be run as the program that ends this machine. To end the daemon: drover daemon stop. To run the program: drover -- {words[first]}.");
            return Task.FromResult(FailureText.Write(terminal, error, json: false));
        }

        return CommandTable.Find(words[first]) switch
        {
            { Children: { Count: > 0 } children } parent => RunChildAsync(parent, children, [.. rest], shared, terminal),
            { } row => RunRowAsync(row.Command(), [.. shared, .. rest], terminal),
            null => RunRowAsync(RunProgramCommand.Build(), words, terminal),
        };
    }

    internal static async Task<int> RunRowAsync(CliCommand command, IReadOnlyList<string> words, Terminal terminal)
    {
        var (own, program) = command.Tail is null ? (words, []) : ProgramTail.Split(command, words);
        var parsed = command.Parse(own, new System.CommandLine.ParserConfiguration { ResponseFileTokenReplacer = null });
        if (parsed.GetValue(command.Help))
        {
            terminal.Colour(parsed.GetValue(command.Color));
            return HelpPage.Of(command, terminal);
        }

        if (parsed.Errors.Count > 0)
        {
            terminal.Colour(null);
            var how = command.Name == RunProgramCommand.Name ? "drover help PROGRAM" : $"drover {command.Words} --help";
            return FailureText.Write(terminal, new Error(ErrorCodes.RequestUsage, $"{parsed.Errors[0].Message} See {how}."), own.Contains("--json", StringComparer.Ordinal));
        }

        terminal.Colour(parsed.GetValue(command.Color));
        using var invocation = new Invocation(command, parsed, program, terminal);
        try
        {
            return await command.Run(invocation);
        }
        finally
        {
            terminal.Out.Flush();
        }
    }

    private static Task<int> RunChildAsync(CommandRow parent, IReadOnlyList<CommandRow> children, List<string> words, IReadOnlyList<string> shared, Terminal terminal)
    {
        if (words is ["--help" or "-h", ..] || (words is [] && parent.Build is null))
        {
            HelpPage.Group(parent, terminal);
            return Task.FromResult(words is [] ? ExitCodes.Usage : ExitCodes.Ok);
        }

        if (parent.Build is not null && (words is [] || words[0].StartsWith('-')))
        {
            return RunRowAsync(parent.Command(), [.. shared, .. words], terminal);
        }

        foreach (var child in children)
        {
            if (string.Equals(child.Name, words[0], StringComparison.Ordinal))
            {
                return RunRowAsync(child.Command(parent.Name), [.. shared, .. words.Skip(1)], terminal);
            }
        }

        var near = Nearest.Of(words[0], children.Select(child => child.Name));
        var message = $"\"{words[0]}\" is not a command of drover {parent.Name}.{(near is null ? "" : $" Did you mean \"{near}\"?")} See drover {parent.Name} --help.";
        return Task.FromResult(FailureText.Write(terminal, new Error(ErrorCodes.RequestUsage, message), shared.Contains("--json", StringComparer.Ordinal)));
    }

    // `drover --json ls` is `drover ls --json`.
    private static (int First, List<string> Shared) SkipSharedOptions(IReadOnlyList<string> words)
    {
        var shared = new List<string>();
        var at = 0;
        while (at < words.Count && words[at] is "--json" or "--color")
        {
            shared.Add(words[at]);
            if (words[at] is "--color" && at + 1 < words.Count)
            {
                shared.Add(words[++at]);
            }

            at++;
        }

        return (at < words.Count && words[at] is not ("--help" or "-h") ? at : words.Count, shared);
    }
}
