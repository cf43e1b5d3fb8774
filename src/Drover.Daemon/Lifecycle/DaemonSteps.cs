using Microsoft.Extensions.Logging;

namespace Drover.Daemon.Lifecycle;

/// <summary>Starts the steps in order and stops those that started in reverse, each within its budget.</summary>
internal sealed partial class DaemonSteps(IEnumerable<IDaemonStep> steps, TimeProvider time, ILogger<DaemonSteps> logger)
{
    private readonly Stack<IDaemonStep> _started = new();

    public async Task StartAsync(CancellationToken cancellation)
    {
        foreach (var step in steps)
        {
            // Counted before it starts: one that fails half-way has something to take down.
            _started.Push(step);
            await step.StartAsync(cancellation);
        }
    }

    /// <param name="keep">Leave processes running.</param>
    /// <param name="impatient">Cuts every remaining budget to nothing.</param>
    public async Task StopAsync(bool keep, CancellationToken impatient)
    {
        while (_started.TryPop(out var step))
        {
            using var budget = new CancellationTokenSource(step.StopBudget, time);
            using var ends = CancellationTokenSource.CreateLinkedTokenSource(budget.Token, impatient);
            try
            {
                // The step gets the token to hurry; one that does not obey is left behind.
                await step.StopAsync(keep, ends.Token).WaitAsync(step.StopBudget + TimeSpan.FromSeconds(1), time, CancellationToken.None);
            }
            catch (OperationCanceledException) when (ends.IsCancellationRequested)
            {
                OverBudget(step.Name, step.StopBudget);
            }
            catch (TimeoutException)
            {
                OverBudget(step.Name, step.StopBudget);
            }
            catch (Exception exception)
            {
                StepFailed(step.Name, exception);
            }
        }
    }

    [LoggerMessage(1401, LogLevel.Warning, "{Step} did not stop within {Budget}")]
    private partial void OverBudget(string step, TimeSpan budget);

    [LoggerMessage(1402, LogLevel.Error, "{Step} failed while stopping")]
    private partial void StepFailed(string step, Exception exception);
}
