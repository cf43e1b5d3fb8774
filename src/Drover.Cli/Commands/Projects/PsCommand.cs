using System.Globalization;
using Drover.Cli.CommandLine;
using Drover.Cli.Commands.Sessions;
using Drover.Cli.Output;
using Drover.Contracts.Errors;
using Drover.Contracts.Projects;

namespace Drover.Cli.Commands.Projects;

/// <summary><c>drover ps</c>: the processes of this folder's project, or all projects.</summary>
internal static class PsCommand
{
    internal static CliCommand Build(string name)
    {
        var file = ProjectPlace.File();
        var all = Values.Flag("--all", "The projects of all folders, a line each", "-a");
        return new CliCommand(name)
        {
            Options = { file, all },
            Run = call => call.Has(file) && call.Get(all)
                ? Task.FromResult(call.Usage("Give either --file or --all."))
                : call.ShowAsync(
                    client => client.ProjectsAsync(call.Get(all) ? null : ProjectPlace.Of(call, file)),
                    list => call.Get(all) ? ShowAll(call, list) : Show(call, list.Projects[0])),
            Examples = ["drover ps", "drover ps --all", "drover ps --json | jq -r '.projects[0].processes[].urls[0]'"],
        };
    }

    private static int Show(Invocation call, ProjectStatus project)
    {
        var (ink, errorInk) = (call.Terminal.Ink, call.Terminal.ErrorInk);
        if (call.Terminal.OutputIsTerminal)
        {
            call.Say($"{errorInk.Bold(project.Name)} is {Word(project.State)} {errorInk.Dim(project.File)}");
        }

        if (project.Problem is { } problem)
        {
            call.Say($"{errorInk.Yellow("!")} {problem.Detail}");
        }

        var table = new Table("NAME", "STATE", "UPTIME", "RESTARTS", "PORT", "URL", "WHY");
        foreach (var process in project.Processes)
        {
            var session = process.Session;
            table.Add(
                process.Name,
                session is null ? process.Failed is null ? new Cell("not started", ink.Dim) : new Cell("failed", ink.Red) : LsCommand.StateOf(session, ink),
                session is { UptimeMs: > 0 } ? Figures.Age(session.UptimeMs) : "-",
                (session?.RestartCount ?? 0).ToString(CultureInfo.InvariantCulture),
                process.Port?.ToString(CultureInfo.InvariantCulture) ?? "-",
                process.Urls.Count > 0 ? process.Urls[0] : "-",
                Why(process));
        }

        table.Write(call.Terminal);
        return ExitCodes.Ok;
    }

    private static int ShowAll(Invocation call, ProjectList list)
    {
        if (list.Projects.Count == 0)
        {
            call.Say("No project was brought up yet. In a folder with a drover.yaml: drover up");
            return ExitCodes.Ok;
        }

        var table = new Table("NAME", "STATE", "PROCESSES", "FILE");
        foreach (var project in list.Projects)
        {
            table.Add(project.Name, Word(project.State), project.Processes.Count.ToString(CultureInfo.InvariantCulture), project.File);
        }

        table.Write(call.Terminal);
        return ExitCodes.Ok;
    }

    private static string Why(ProjectProcessStatus process) => (process.InFile, process.Failed?.Detail ?? process.Session?.Reason) switch
    {
        (true, var reason) => reason ?? "",
        (false, null) => "not in the file any more",
        (false, { } reason) => $"not in the file any more; {reason}",
    };

    private static string Word(ProjectState state) => state switch
    {
        ProjectState.Up => "up",
        ProjectState.Changing => "changing",
        ProjectState.Partial => "partly up",
        _ => "down",
    };
}
