using System.CommandLine;
using Drover.Cli.CommandLine;
using Drover.Cli.Commands.Jobs;
using Drover.Cli.Commands.Sessions;
using Drover.Contracts.Errors;
using Drover.Contracts.Jobs;
using Drover.Contracts.Sessions;
using Drover.Contracts.Suggestions;

namespace Drover.Cli.Commands.Suggest;

/// <summary><c>drover suggest</c>: a command for a goal in words, run when somebody says so.</summary>
internal static class SuggestCommand
{
    internal static CliCommand Build(string name)
    {
        var goal = new Argument<string[]>("goal") { Description = "What is to be reached, in words", Arity = ArgumentArity.OneOrMore };
        var yes = Values.Flag("--yes", "Run it without asking, unless it is destructive", "-y");
        var print = Values.Flag("--print", "Print the command and nothing else", "-p");
        return new CliCommand(name)
        {
            Arguments = { goal },
            Options = { yes, print },
            Run = call => call.Get(yes) && (call.Get(print) || call.Json)
                ? Task.FromResult(call.Usage("Give --yes, or --print or --json, which run nothing."))
                : RunAsync(call, string.Join(' ', call.Get(goal)!), call.Get(yes), call.Get(print)),
            Remarks = "The configured model is asked (llm.base_url, llm.model), else rules know common goals. Nothing is run before you say so; without a terminal nothing is run\n"
                + "at all unless --yes is given. What may destroy something is marked, and is only run after the whole word yes. Exit code: that of the command, 0 when none was run.",
            Examples = ["drover suggest \"find all unused imports\"", "drover suggest \"which process listens on 8080\"", "drover suggest --print \"largest files\""],
        };
    }

    private static async Task<int> RunAsync(Invocation call, string goal, bool yes, bool print)
    {
        if (CallerFolder.Here() is not { } here)
        {
            return call.Fail(CallerFolder.IsGone);
        }

        var client = await call.ConnectAsync();
        var workspace = client.IsSuccess ? await WorkspaceChoice.OfAsync(client.Value, here) : client.Error!;
        if (workspace.Error is { } unknown)
        {
            return call.Fail(unknown);
        }

        var answer = await client.Value.SuggestAsync(workspace.Value, new SuggestRequest { Goal = goal, Cwd = here });
        if (answer.Error is { } error)
        {
            return call.Fail(error);
        }

        if (call.Json)
        {
            return call.Answer(answer.Value.Json);
        }

        var suggestion = answer.Value.Value;
        if (print)
        {
            call.Out.Write(suggestion.Command + "\n");
            return ExitCodes.Ok;
        }

        Show(call, suggestion);
        return Agrees(call, suggestion, yes)
            ? await new JobView(call, client.Value).RunAsync(workspace.Value, new JobRequest { Cmd = suggestion.Command, Cwd = here, BaseEnv = BaseEnvironment.Of(CallerEnvironment.Take()) })
            : ExitCodes.Ok;
    }

    private static void Show(Invocation call, Suggestion suggestion)
    {
        var ink = call.Terminal.Ink;
        call.Out.Write($"{ink.Green(suggestion.Command)}\n  {suggestion.Explanation}{Mark(call, suggestion.Destructive)}\n");
        foreach (var other in suggestion.Alternatives)
        {
            call.Out.Write($"or {other.Command}\n  {ink.Dim(other.Explanation)}{Mark(call, other.Destructive)}\n");
        }

        if (suggestion.Note is { } note)
        {
            call.Say(call.Terminal.ErrorInk.Dim(note));
        }

        call.Out.Flush();
    }

    private static string Mark(Invocation call, bool destructive) => destructive ? call.Terminal.Ink.Red(" [destructive]") : "";

    private static bool Agrees(Invocation call, Suggestion suggestion, bool yes)
    {
        if (yes && !suggestion.Destructive)
        {
            return true;
        }

        if (InputSources.Here() != InputSource.Terminal || !call.Terminal.OutputIsTerminal)
        {
            if (yes)
            {
                call.Say("It may destroy something, so it is not run without a terminal to ask on.");
            }

            return false;
        }

        call.Terminal.Error.Write(suggestion.Destructive ? "It may destroy something. Run it? Type yes: " : "Run it? [y/N] ");
        var answer = Console.In.ReadLine()?.Trim();
        return string.Equals(answer, "yes", StringComparison.OrdinalIgnoreCase) || (!suggestion.Destructive && string.Equals(answer, "y", StringComparison.OrdinalIgnoreCase));
    }
}
