using System.CommandLine;
using System.Globalization;
using Drover.Cli.CommandLine;
using Drover.Contracts.Errors;
using Drover.Contracts.Tasks;

namespace Drover.Cli.Commands.Tasks;

/// <summary><c>drover task comment</c>.</summary>
internal static class CommentOnTaskCommand
{
    internal static CliCommand Build(string name)
    {
        var which = TaskNaming.One();
        var place = new Argument<string>("place") { Description = "FILE or FILE:LINE, as in the diff", HelpName = "FILE:LINE" };
        var words = new Argument<string[]>("text") { Description = "The remark; - reads it from standard input", Arity = ArgumentArity.OneOrMore };
        var old = Values.Flag("--old", "The line is of the file before the change");
        return new CliCommand(name)
        {
            Arguments = { which, place, words },
            Options = { old },
            Run = async call =>
            {
                var task = call.Get(which)!;
                var (file, line) = Split(call.Get(place)!);
                var remark = new CommentOnTaskRequest { File = file, Line = line, Side = call.Get(old) ? "old" : null, Text = TextInput.Read(call, string.Join(' ', call.Get(words)!), "the remark") };
                var client = await call.ConnectAsync();
                var made = client.IsSuccess ? await client.Value.CommentOnTaskAsync(task, remark) : client.Error!;
                if (made.Error is { } error)
                {
                    return NextSteps.Fail(call, error, task);
                }

                if (call.Json)
                {
                    return call.Answer(made.Value.Json);
                }

                call.Say($"  {call.Terminal.ErrorInk.Dim("→")} drover task reply {task} --comments sends it to the agent, with all others that were not sent yet");
                return ExitCodes.Ok;
            },
            Examples = ["drover task comment 3f2a61c0 src/login.ts:42 \"This also fails for empty names\"", "drover task comment 3f2a61c0 README.md \"Say how to run it\""],
        };
    }

    private static (string File, int? Line) Split(string place)
    {
        var colon = place.LastIndexOf(':');
        return colon > 0 && int.TryParse(place.AsSpan(colon + 1), NumberStyles.None, CultureInfo.InvariantCulture, out var line) ? (place[..colon], line) : (place, null);
    }
}
