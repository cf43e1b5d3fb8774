using Drover.Contracts.Errors;

namespace Drover.Daemon.Features.Jobs.Tools;

/// <summary>Waits for a job as long as a client waits for an answer.</summary>
internal static class PatientJob
{
    private const int DefaultWait = 45_000;
    private const int LongestWait = 600_000;

    public static Error? Check(int? waitMs) => waitMs is < 0 or > LongestWait ? JobErrors.Invalid("wait_ms", $"wait_ms is 0 to {LongestWait}.") : null;

    /// <summary>Returns when the job has ended or the time is over; <see cref="KnownJob.HasEnded"/> says which.</summary>
    public static async Task WaitAsync(KnownJob job, int? waitMs, TimeProvider time, CancellationToken ends)
    {
        using var enough = new CancellationTokenSource(TimeSpan.FromMilliseconds(waitMs ?? DefaultWait), time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(enough.Token, ends);
        try
        {
            await job.WaitForEndAsync(either.Token);
        }
        catch (OperationCanceledException) when (enough.IsCancellationRequested && !ends.IsCancellationRequested)
        {
            // Told as a job that runs on.
        }
    }
}
