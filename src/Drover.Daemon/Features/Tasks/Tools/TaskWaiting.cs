using Drover.Contracts.Errors;
using Drover.Contracts.Tasks;

namespace Drover.Daemon.Features.Tasks.Tools;

/// <summary>Waits until a task does not work any more, as long as a client waits for an answer.</summary>
internal static class TaskWaiting
{
    private const int LongestWait = 600_000;

    public static Error? Check(int? waitMs) => waitMs is < 0 or > LongestWait ? TaskErrors.Invalid("wait_ms", $"wait_ms is 0 to {LongestWait}.") : null;

    public static async Task WaitAsync(KnownTask task, int waitMs, TimeProvider time, CancellationToken ends)
    {
        using var enough = new CancellationTokenSource(TimeSpan.FromMilliseconds(waitMs), time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(enough.Token, ends);
        try
        {
            while (true)
            {
                // The change to wait for is taken first: one that comes between the two lines is not missed.
                var changed = task.Changed.Next;
                if (!Works(task.Record) || task.Removed)
                {
                    return;
                }

                await changed.WaitAsync(either.Token);
            }
        }
        catch (OperationCanceledException) when (enough.IsCancellationRequested && !ends.IsCancellationRequested)
        {
            // Told as a task that goes on.
        }
    }

    private static bool Works(TaskRecord record) =>
        record.State == TaskState.Running || (record.State == TaskState.Queued && record.IsWaiting) || record.Checks.Any(check => check.Status == "running");
}
