using Drover.Cli.CommandLine;
using Drover.Contracts.Errors;
using Drover.Contracts.Projects;

namespace Drover.Cli.Commands.Projects;

/// <summary><c>drover down</c>: returns when nothing of the processes is left.</summary>
internal static class DownCommand
{
    internal static CliCommand Build(string name)
    {
        var which = ProjectPlace.Processes("");
        var file = ProjectPlace.File();
        var project = Values.Text("--project", "NAME", "The project of this name, from any folder", "-p");
        return new CliCommand(name)
        {
            Arguments = { which },
            Options = { file, project },
            Run = async call =>
            {
                if (call.Has(file) && call.Has(project))
                {
                    return call.Usage("Give either --file or --project.");
                }

                var named = call.Get(project);
                var request = new ProjectDownRequest { Project = named, Path = named is null ? ProjectPlace.Of(call, file) : null, Names = call.Get(which) };
                var client = await call.ConnectAsync();
                var down = client.IsSuccess ? await client.Value.ProjectDownAsync(request, call.Cancellation) : client.Error!;
                return !down.IsSuccess ? call.Fail(down.Error!) : Show(call, down.Value.Value, down.Value.Json);
            },
            Remarks = "Those that depend on others end first. It works without the file, and with one that is broken. Logs and ports are kept.",
            Examples = ["drover down", "drover down web", "drover down --project shop"],
        };
    }

    private static int Show(Invocation call, ProjectChanges changes, ReadOnlyMemory<byte> json)
    {
        if (call.Json)
        {
            call.Answer(json);
        }

        var exit = ExitCodes.Ok;
        foreach (var change in changes.Changes)
        {
            if (change.Failed is { } failure)
            {
                exit = ErrorCatalog.Of(failure.Code).ExitCode;
                call.Say($"{call.Terminal.ErrorInk.Red("✗")} {change.Process}: {failure.Detail}");
            }
            else if (change.Action == ProjectAction.Stop)
            {
                call.Say($"stopped {change.Process}");
            }
        }

        if (changes.Changes.All(change => change.Action == ProjectAction.Keep))
        {
            call.Say($"Nothing of {changes.Project} runs.");
        }

        return exit;
    }
}
