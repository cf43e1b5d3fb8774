namespace Drover.Daemon.Processes;

/// <summary>
/// Wakes everybody who waits for something to change, and carries nothing. Take <see cref="Next"/> first, look at what interests you, and
/// only then await it: so no change can slip between.
/// </summary>
internal sealed class ChangeSignal
{
    private TaskCompletionSource _next = New();

    public Task Next => Volatile.Read(ref _next).Task;

    public void Pulse() => Interlocked.Exchange(ref _next, New()).TrySetResult();

    private static TaskCompletionSource New() => new(TaskCreationOptions.RunContinuationsAsynchronously);
}
