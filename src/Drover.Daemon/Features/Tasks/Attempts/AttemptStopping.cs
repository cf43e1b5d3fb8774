using Drover.Supervision.Stopping;
using Drover.Supervision.Supervisor;
using Microsoft.Extensions.Logging;

namespace Drover.Daemon.Features.Tasks.Attempts;

/// <summary>Ends attempts before they end by themselves: TERM to all of it, a grace in which agents write down their conversation, KILL, until nothing is left.</summary>
internal sealed partial class AttemptStopping(TaskRegistry registry, ILogger<AttemptStopping> logger)
{
    /// <returns>Completes when it was asked to end; the report of the end comes later, null when there was nothing to end.</returns>
    public async Task<Task<StopReport>?> StopAsync(KnownTask task, LivingAttempt living, string why)
    {
        living.Ending = why;
        if (task.Process is not { } process)
        {
            return null;
        }

        try
        {
            return (await process.StopAsync(AttemptLauncher.Policy)).Stopped;
        }
        catch (Exception gone) when (gone is ObjectDisposedException or RunUnavailableException)
        {
            NotStopped(task.Name, gone.Message);
            return null;
        }
    }

    /// <summary>Its budget is used up.</summary>
    public void Exceeded(KnownTask task, string why)
    {
        if (task.Living is { } living)
        {
            _ = StopAsync(task, living, why);
        }
    }

    /// <summary>Ends every attempt, as the daemon does when it is stopped. Cancelling means: kill what is left now.</summary>
    public async Task StopAllAsync(CancellationToken hurry)
    {
        var living = registry.All.Where(task => task.Living is not null).ToList();
        var all = Task.WhenAll((await AskAsync(living)).OfType<Task>().Concat(living.Select(task => task.Living?.Over.Task ?? Task.CompletedTask)));
        try
        {
            await all.WaitAsync(hurry);
        }
        catch (OperationCanceledException) when (hurry.IsCancellationRequested)
        {
            // A second stop during the grace kills at once.
            await AskAsync([.. living.Where(task => task.Living is not null)]);
            await all;
        }
    }

    private Task<Task<StopReport>?[]> AskAsync(List<KnownTask> living) =>
        Task.WhenAll(living.Select(task => StopAsync(task, task.Living!, "the daemon was stopped")));

    [LoggerMessage(2521, LogLevel.Warning, "The attempt of task {Task} was not stopped: {Reason}")]
    private partial void NotStopped(string task, string reason);
}
