using System.CommandLine;
using Drover.Cli.CommandLine;
using Drover.Cli.Output;

namespace Drover.UnitTests.Cli;

/// <summary>Parses words as the dispatcher does, and hands over the invocation.</summary>
internal static class Parsing
{
    internal static Invocation Of(CliCommand command, params string[] words)
    {
        var (own, program) = command.Tail is null ? (words, []) : ProgramTail.Split(command, words);
        var parsed = command.Parse(own, new ParserConfiguration { ResponseFileTokenReplacer = null });
        return parsed.Errors.Count == 0
            ? new Invocation(command, parsed, program, Terminal.For(new StringWriter(), new StringWriter()))
            : throw new ArgumentException(parsed.Errors[0].Message, nameof(words));
    }

    /// <summary>What a call of the program writes and ends with, as far as no daemon is needed.</summary>
    internal static async Task<(int Exit, string Out, string Error)> RunAsync(params string[] words)
    {
        var (output, error) = (new StringWriter(), new StringWriter());
        var exit = await Dispatcher.RunAsync(words, Terminal.For(output, error));
        return (exit, output.ToString(), error.ToString());
    }
}
