namespace Drover.Bench.Benchmarks;

/// <summary>One thing that is measured, and its rows of the table.</summary>
internal abstract class Benchmark
{
    /// <summary>Its word on the command line.</summary>
    public abstract string Name { get; }

    public abstract Task<IReadOnlyList<Row>> RunAsync();

    /// <summary>Runs something with each of the other supervisors that is there.</summary>
    protected static async Task<(T? Pm2, T? Supervisord)> PeersAsync<T>(Func<Peer, Task<T>> measure)
        where T : class
    {
        return (await With(Bench.Pm2.IfInstalled()), await With(Bench.Supervisord.IfInstalled()));

        async Task<T?> With(Peer? peer)
        {
            if (peer is null)
            {
                return null;
            }

            await using (peer)
            {
                return await measure(peer);
            }
        }
    }
}
