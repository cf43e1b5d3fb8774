using System.Text.Json;
using Drover.Daemon.Features.Tasks.Runners;
using Drover.Supervision.Logs;
using Drover.Supervision.Restarts;
using Drover.Supervision.Spawn;
using Drover.Supervision.Stopping;
using Drover.Supervision.Supervisor;

namespace Drover.Daemon.Features.Tasks.Attempts;

/// <summary>How the kernel starts and ends the attempts of a task. Each is a run of one process, so all of them share the task's log and its numbering.</summary>
internal sealed class AttemptLauncher(ProcessSupervisor supervisor, AttemptFiles files, TaskJournal journal, TasksOptions options)
{
    public static readonly StopPolicy Policy = new(SignalNames.Term, TasksOptions.Grace);

    public SessionLog LogOf(Guid task) => supervisor.Logs.Open(task, options.RetainBytesPerStream);

    /// <summary>The process of a task; made with its first attempt.</summary>
    public SupervisedProcess ProcessOf(KnownTask task) => task.Process ??= supervisor.Create(task.Id, PlanFor(task), new AttemptObserver(task, journal));

    public async Task AdoptAsync(KnownTask task) =>
        task.Process = await supervisor.RecoverAsync(new RecoveredProcess(task.Id, task.Record.Snapshot), PlanFor(task), new AttemptObserver(task, journal));

    public Task RemoveAsync(KnownTask task) => task.Process is { } process ? supervisor.RemoveAsync(process) : RemoveLogAsync(task);

    /// <summary>What is to be run, with everything looked up.</summary>
    /// <returns>The spec, or why it cannot be run.</returns>
    public (ProcessSpec? Spec, string? Reason) Prepare(KnownTask task, int attempt, RunnerLaunch launch, string folder, IReadOnlyDictionary<string, string> environment)
    {
        var path = environment.GetValueOrDefault("PATH");
        if (ProgramLocator.Find(launch.Program, folder, path) is not ProgramLookup.Found program)
        {
            return (null, $"{launch.Program} was not found. drover runners shows which runners can be started.");
        }

        try
        {
            AttemptFiles.Write(launch.Files);
            return (new ProcessSpec
            {
                Program = program.Path,
                Arguments = launch.Arguments,
                WorkingDirectory = folder,
                Environment = environment,
                Stdin = (launch.Input, launch.ClosesInput) switch
                {
                    (null, true) => new StdinMode.Null(),
                    ({ } input, true) => new StdinMode.File(files.WriteInput(task.Id, attempt, input)),
                    _ => new StdinMode.Hold(),
                },
            }, null);
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            return (null, $"what it reads cannot be stored: {failure.Message}");
        }
    }

    private Task RemoveLogAsync(KnownTask task)
    {
        supervisor.Logs.Remove(task.Id);
        return Task.CompletedTask;
    }

    private LaunchPlan PlanFor(KnownTask task) => new()
    {
        Restart = RestartPolicy.Never,
        Stop = Policy,
        Payload = JsonSerializer.Serialize(new TaskPayload(task.Id), TaskJson.Default.TaskPayload),
        RetainBytesPerStream = options.RetainBytesPerStream,
        PrepareAsync = _ => ValueTask.FromResult<Launch>(task.NextRun is { } spec ? new Launch.Ready(spec) : new Launch.Refused("the daemon ended before the attempt was started")),
    };
}
