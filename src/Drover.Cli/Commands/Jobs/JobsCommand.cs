using System.Globalization;
using Drover.Cli.CommandLine;
using Drover.Cli.Output;
using Drover.Contracts.Errors;
using Drover.Contracts.Jobs;

namespace Drover.Cli.Commands.Jobs;

/// <summary><c>drover jobs</c>.</summary>
internal static class JobsCommand
{
    internal static CliCommand Build(string name)
    {
        var all = Values.Flag("--all", "With the ended ones that are kept", "-a");
        var quiet = Values.Flag("--quiet", "Ids only", "-q");
        return new CliCommand(name)
        {
            Options = { all, quiet },
            Run = call => call.ShowAsync(client => client.JobsAsync(workspace: null, call.Get(all)), jobs => call.Get(quiet) ? Ids(call, jobs) : Show(call, jobs)),
            Examples = ["drover jobs", "drover jobs --all", "drover cancel $(drover jobs -q)"],
        };
    }

    private static int Ids(Invocation call, IReadOnlyList<Job> jobs)
    {
        foreach (var job in jobs)
        {
            call.Out.Write(job.JobId + "\n");
        }

        return ExitCodes.Ok;
    }

    private static int Show(Invocation call, IReadOnlyList<Job> jobs)
    {
        if (jobs.Count == 0)
        {
            call.Say("No job runs. Start one: drover run -- CMD ARGS…");
            return ExitCodes.Ok;
        }

        var table = new Table("ID", "STATE", "STARTED", "LASTED", "PID", "PORTS", "FOLDER", "COMMAND");
        foreach (var job in jobs)
        {
            table.Add(
                job.JobId,
                StateOf(job, call.Terminal.Ink),
                job.StartedAt.ToLocalTime().ToString("HH:mm:ss", CultureInfo.InvariantCulture),
                job.DurationMs is { } lasted ? Figures.Age(lasted) : "-",
                job.Pid?.ToString(CultureInfo.InvariantCulture) ?? "-",
                job.Ports.Count == 0 ? "-" : string.Join(',', job.Ports),
                Path.GetFullPath(job.Cwd, job.Workspace),
                job.Cmd);
        }

        table.Write(call.Terminal);
        return ExitCodes.Ok;
    }

    private static Cell StateOf(Job job, Ink ink) => job switch
    {
        { State: JobState.Running } => new Cell("running", ink.Green),
        { State: JobState.Starting } => new Cell("starting", ink.Yellow),
        { State: JobState.Cancelling } => new Cell("cancelling", ink.Yellow),
        { Reason: JobReason.Exited, ExitCode: 0 } => new Cell("exited (0)", ink.Dim),
        { Reason: JobReason.Exited, Signal: { } signal } => new Cell($"killed ({signal})", ink.Red),
        { Reason: JobReason.Exited } => new Cell($"exited ({job.ExitCode})", ink.Red),
        { Reason: JobReason.Timeout } => new Cell("timeout", ink.Red),
        { Reason: JobReason.Cancelled } => new Cell("cancelled", ink.Dim),
        { Reason: JobReason.FailedToStart } => new Cell("not started", ink.Red),
        _ => new Cell("lost", ink.Red),
    };
}
