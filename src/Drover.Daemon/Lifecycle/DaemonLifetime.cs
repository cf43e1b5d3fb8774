namespace Drover.Daemon.Lifecycle;

/// <summary>Carries the wish to stop from whoever has it (a signal, the API) to the host. The first wish counts; a further one means: now.</summary>
internal sealed class DaemonLifetime : IDisposable
{
    private readonly TaskCompletionSource<bool> _stop = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly CancellationTokenSource _impatient = new();

    /// <summary>Completes with whether sessions are to be left running.</summary>
    public Task<bool> StopRequested => _stop.Task;

    public bool IsStopping => _stop.Task.IsCompleted;

    /// <summary>Ends when somebody asks to stop for the second time.</summary>
    public CancellationToken Impatient => _impatient.Token;

    public void RequestStop(bool keep)
    {
        if (!_stop.TrySetResult(keep))
        {
            _impatient.Cancel();
        }
    }

    public void Dispose() => _impatient.Dispose();
}
