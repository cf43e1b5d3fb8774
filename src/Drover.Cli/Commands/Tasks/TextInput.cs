using Drover.Cli.CommandLine;

namespace Drover.Cli.Commands.Tasks;

/// <summary>A text that is typed behind an option, or with <c>-</c> read from standard input.</summary>
internal static class TextInput
{
    /// <param name="call">The command.</param>
    /// <param name="given">What was typed.</param>
    /// <param name="what">What it is, for whoever has to type it on a terminal.</param>
    internal static string? Read(Invocation call, string? given, string what)
    {
        if (given is not "-")
        {
            return given;
        }

        if (!Console.IsInputRedirected)
        {
            call.Say($"Type {what}; Ctrl-D on a line of its own ends it.");
        }

        return Console.In.ReadToEnd();
    }
}
