using System.CommandLine;
using System.Text.Json;
using Drover.Cli.CommandLine;
using Drover.Cli.Commands.Install;
using Drover.Cli.Commands.Mcp.Clients;
using Drover.Contracts.Errors;

namespace Drover.Cli.Commands.Mcp;

/// <summary><c>drover mcp install</c>: tells an agent's program how to start Drover's MCP server, in the file where that program looks.</summary>
internal static class McpInstallCommand
{
    internal static CliCommand Build(string name)
    {
        var client = new Argument<string>("client") { Description = string.Join(", ", McpClients.All.Select(known => known.Name)) };
        client.CompletionSources.Add([.. McpClients.All.Select(known => known.Name)]);
        var print = Values.Flag("--print", "Only show the file and what would be in it");
        var remove = Values.Flag("--remove", "Take Drover's entry out again");
        var project = Values.Flag("--project", "The file of the project in this folder, not the user's own");
        return new CliCommand(name)
        {
            Arguments = { client },
            Options = { print, remove, project },
            Run = call => Task.FromResult(Run(call, call.Get(client)!, call.Get(print), call.Get(remove), call.Get(project))),
            Remarks = "Everything else in the file stays as it is, comments included. DROVER_HOME is kept in the entry when it is set.",
            Examples = ["drover mcp install claude", "drover mcp install codex --print", "drover mcp install vscode --project", "drover mcp install claude --remove"],
        };
    }

    private static int Run(Invocation call, string name, bool print, bool remove, bool project)
    {
        if (McpClients.All.FirstOrDefault(known => string.Equals(known.Name, name, StringComparison.OrdinalIgnoreCase)) is not { } client)
        {
            var near = Nearest.Of(name, McpClients.All.Select(known => known.Name));
            return call.Usage($"\"{name}\" is not a client that is known{(near is null ? "." : $"; did you mean \"{near}\"?")} Known are {string.Join(", ", McpClients.All.Select(known => known.Name))}; others take the entry that --print shows.");
        }

        var file = new ClientConfigFile(project ? Path.GetFullPath(client.ProjectFile) : client.UserFile);
        var entry = Entry();
        if (print && !remove)
        {
            return Show(call, file, client.Config.Show(entry));
        }

        try
        {
            var before = file.Read();
            var after = remove ? client.Config.Remove(before) : client.Config.Add(before, entry);
            if (print)
            {
                return Show(call, file, after);
            }

            if (after != before)
            {
                file.Write(after);
            }

            return Tell(call, client, file, remove, changed: after != before);
        }
        catch (ClientConfigException broken)
        {
            return call.Fail(new Error(ErrorCodes.InstallFailed, $"{file.Path}:{broken.Line}:{broken.Column}: {broken.Message}. The file is left as it is; drover mcp install {client.Name} --print shows the entry to put in by hand."));
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            return call.Fail(new Error(ErrorCodes.InstallFailed, $"{failure.Message} drover mcp install {client.Name} --print shows the entry to put in by hand."));
        }
    }

    private static ServerEntry Entry()
    {
        var home = Environment.GetEnvironmentVariable(ServerEntry.HomeVariable);
        var environment = string.IsNullOrEmpty(home) ? [] : new Dictionary<string, string>(StringComparer.Ordinal) { [ServerEntry.HomeVariable] = Path.GetFullPath(home) };
        return new ServerEntry(Program(), ["mcp"], environment);
    }

    // The installed link outlives a moved checkout's rebuilds; without one, the launcher itself.
    private static string Program()
    {
        var launcher = InstallPaths.Launcher();
        var installed = new InstallPaths(InstallPaths.DefaultPrefix).Program;
        return new FileInfo(installed) is { LinkTarget: not null } link && link.ResolveLinkTarget(returnFinalTarget: true)?.FullName == launcher ? installed : launcher;
    }

    private static int Show(Invocation call, ClientConfigFile file, string text)
    {
        if (call.Json)
        {
            call.Out.Write($"{{\"file\":\"{JsonEncodedText.Encode(file.Path)}\",\"text\":\"{JsonEncodedText.Encode(text)}\"}}\n");
            return ExitCodes.Ok;
        }

        call.Say($"# {file.Path}");
        call.Out.Write(text);
        return ExitCodes.Ok;
    }

    private static int Tell(Invocation call, McpClient client, ClientConfigFile file, bool remove, bool changed)
    {
        if (call.Json)
        {
            call.Out.Write($"{{\"client\":\"{client.Name}\",\"file\":\"{JsonEncodedText.Encode(file.Path)}\",\"changed\":{(changed ? "true" : "false")}}}\n");
            return ExitCodes.Ok;
        }

        call.Say((remove, changed) switch
        {
            (false, true) => $"Drover is in {client.Title}'s {file.Path}. {client.Next}",
            (false, false) => $"Drover was in {client.Title}'s {file.Path} already.",
            (true, true) => $"Drover is out of {client.Title}'s {file.Path}.",
            (true, false) => $"Drover was not in {client.Title}'s {file.Path}.",
        });
        return ExitCodes.Ok;
    }
}
