namespace Drover.Daemon.Processes;

/// <summary>Goes through what earlier daemons left. One that cannot be recovered must not keep the daemon from starting for the others.</summary>
internal static class Recovering
{
    private const int AtOnce = 8;

    /// <summary>Several at once, in no order.</summary>
    public static Task EachAsync<T>(IEnumerable<T> all, Func<T, Task> recover, Action<T, Exception> failed, CancellationToken cancellation) => Parallel.ForEachAsync(
        all,
        new ParallelOptions { MaxDegreeOfParallelism = AtOnce, CancellationToken = cancellation },
        async (one, _) => await TryAsync(one, recover, failed));

    /// <summary>One; what became of it in vain is told.</summary>
    public static async Task TryAsync<T>(T one, Func<T, Task> recover, Action<T, Exception> failed)
    {
        try
        {
            await recover(one);
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException or InvalidOperationException or ArgumentException)
        {
            failed(one, failure);
        }
    }
}
