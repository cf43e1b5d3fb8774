using System.CommandLine;
using Drover.Cli.CommandLine;
using Drover.Contracts.Errors;
using Drover.Contracts.Tasks;

namespace Drover.Cli.Commands.Tasks;

/// <summary><c>drover task reply</c>.</summary>
internal static class ReplyToTaskCommand
{
    internal static CliCommand Build(string name)
    {
        var which = TaskNaming.One();
        var words = new Argument<string[]>("text") { Description = "What to say; - reads it from standard input", Arity = ArgumentArity.ZeroOrMore };
        var comments = Values.Flag("--comments", "Send the comments that were not sent yet with it");
        return new CliCommand(name)
        {
            Arguments = { which, words },
            Options = { comments },
            Run = async call =>
            {
                var task = call.Get(which)!;
                var text = TextInput.Read(call, string.Join(' ', call.Get(words) ?? []), "what to say");
                if (string.IsNullOrWhiteSpace(text) && !call.Get(comments))
                {
                    return call.Usage("Say something, or send your comments with --comments.");
                }

                var client = await call.ConnectAsync();
                var replied = client.IsSuccess
                    ? await client.Value.ReplyToTaskAsync(task, new ReplyToTaskRequest { Message = string.IsNullOrWhiteSpace(text) ? null : text, IncludeComments = call.Get(comments) ? true : null })
                    : client.Error!;
                if (replied.Error is { } error)
                {
                    return NextSteps.Fail(call, error, task);
                }

                if (call.Json)
                {
                    return call.Answer(replied.Value.Json);
                }

                NextSteps.Say(call, replied.Value.Value, task);
                return ExitCodes.Ok;
            },
            Remarks = "A command of the shell gets it as a line of its standard input. An agent that has ended is resumed with it: a new attempt of the same conversation.",
            Examples = ["drover task reply 3f2a61c0 yes", "drover task reply 3f2a61c0 --comments \"Almost.\"", "drover task reply 3f2a61c0 - < answer.md"],
        };
    }
}
