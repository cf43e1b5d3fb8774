using System.Text;
using System.Text.Json.Nodes;
using Drover.Cli.CommandLine;
using Drover.Contracts.Errors;

namespace Drover.Cli.Commands.Projects.Init;

/// <summary><c>drover init</c>: a first drover.yaml. It talks to no daemon, and never overwrites.</summary>
internal static class InitCommand
{
    private const string FileName = "drover.yaml";

    internal static CliCommand Build(string name)
    {
        var print = Values.Flag("--print", "Print it instead of writing it");
        return new CliCommand(name)
        {
            Options = { print },
            Run = call => Task.FromResult(Run(call, call.Get(print))),
            Remarks = "It looks for scripts of package.json, here and in the folders below, and for a Procfile. Services of a compose file are put in as comments.",
            Examples = ["drover init", "drover init --print", "drover init && drover up"],
        };
    }

    private static int Run(Invocation call, bool print)
    {
        var root = Path.GetFullPath(".");
        var broken = new List<string>();
        try
        {
            if (!print && ((string[])[FileName, "drover.yml"]).FirstOrDefault(File.Exists) is { } there)
            {
                return call.Fail(new Error(ErrorCodes.ProjectFileExists, $"{Path.Combine(root, there)} is there already and is not overwritten; --print shows what would be written."));
            }

            var found = ProjectDraft.Find(root, broken);
            var text = ProjectDraft.Write(root, found);
            if (!print)
            {
                WriteNew(Path.Combine(root, FileName), text);
            }

            return Tell(call, root, found, broken, text, print);
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            return call.Fail(new Error(ErrorCodes.ProjectFileUnreadable, $"{root}: {failure.Message}"));
        }
    }

    // Whoever else makes the file at this moment wins.
    private static void WriteNew(string path, string text)
    {
        using var stream = new FileStream(path, FileMode.CreateNew, FileAccess.Write);
        using var writer = new StreamWriter(stream);
        writer.Write(text);
    }

    private static int Tell(Invocation call, string root, IReadOnlyList<DraftProcess> found, List<string> broken, string text, bool print)
    {
        if (call.Json)
        {
            var answer = new JsonObject { ["file"] = Path.Combine(root, FileName), ["written"] = !print, ["processes"] = new JsonArray([.. found.Select(process => (JsonNode?)JsonValue.Create(process.Name))]) };
            if (broken.Count > 0)
            {
                answer["unreadable"] = new JsonArray([.. broken.Select(file => (JsonNode?)JsonValue.Create(file))]);
            }

            if (print)
            {
                answer["text"] = text;
            }

            return call.Answer(Encoding.UTF8.GetBytes(answer.ToJsonString()));
        }

        foreach (var file in broken)
        {
            call.Say($"{call.Terminal.ErrorInk.Yellow("!")} {file}");
        }

        if (print)
        {
            call.Out.Write(text);
            return ExitCodes.Ok;
        }

        call.Say($"wrote {FileName} with {(found.Count == 0 ? broken.Count == 0 ? "an example: nothing was found here" : "an example: nothing else was found here" : string.Join(", ", found.Select(process => process.Name)))}");
        call.Say("  next: drover up");
        return ExitCodes.Ok;
    }
}
