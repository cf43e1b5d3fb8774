namespace Drover.Daemon.Features.Sessions;

/// <summary>Waits for one of two things and lets go of the other.</summary>
internal static class WakeUp
{
    /// <exception cref="OperationCanceledException">The caller gave up first.</exception>
    public static async Task AnyAsync(Task one, Func<CancellationToken, Task> other, CancellationToken cancellation)
    {
        using var enough = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        var woken = other(enough.Token);
        await Task.WhenAny(one, woken);
        await enough.CancelAsync();
        cancellation.ThrowIfCancellationRequested();
        if (woken.IsFaulted)
        {
            await woken;
        }
    }
}
