using Drover.Supervision.Identity;
using Drover.Supervision.Stopping;

namespace Drover.Supervision.Supervisor;

/// <summary>One stop under way. It begins when the command's process id is known, never before: nothing may be signalled blindly.</summary>
internal sealed class PendingStop(StopPolicy policy, Action wake) : IDisposable
{
    private static readonly StopReport Nothing = new() { Clean = true, Left = [], Killed = false };

    private readonly CancellationTokenSource _killNow = new();
    private readonly TaskCompletionSource<StopReport> _stopped = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private Task<StopReport>? _work;

    /// <summary>Completes when the owner has finished the stop: nothing is left and the end is stored.</summary>
    public Task<StopReport> Stopped => _stopped.Task;

    /// <summary>True when the end of the run was told as the end of this stop.</summary>
    public bool IsTold { get; set; }

    /// <summary>True when the signals have done their work, or there was nothing to do.</summary>
    public bool IsOver => _work is { IsCompleted: true };

    public void Begin(Terminator terminator, RunMembership run)
    {
        if (_work is null)
        {
            _work = terminator.StopAsync(run, policy, _killNow.Token);
            _ = _work.ContinueWith(static (_, state) => ((Action)state!)(), wake, CancellationToken.None, TaskContinuationOptions.ExecuteSynchronously, TaskScheduler.Default);
        }
    }

    public void NothingToStop()
    {
        _work ??= Task.FromResult(Nothing);
        wake();
    }

    public void KillNow() => _killNow.Cancel();

    public Task<StopReport> ReportAsync() => _work ?? Task.FromResult(Nothing);

    public void Complete(StopReport report) => _stopped.TrySetResult(report);

    public void Dispose() => _killNow.Dispose();
}
