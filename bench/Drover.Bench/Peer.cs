namespace Drover.Bench;

/// <summary>A process to run under another supervisor.</summary>
internal sealed record App(string Name, IReadOnlyList<string> Command)
{
    /// <summary>A folder whose changes restart it, where the supervisor can do that.</summary>
    public string? Watch { get; init; }
}

/// <summary>Another supervisor, with a folder of its own.</summary>
internal abstract class Peer : IAsyncDisposable
{
    private const long PatienceNanoseconds = 8_000_000_000;

    protected Scratch Scratch { get; } = new();

    /// <summary>The process id of its daemon.</summary>
    public abstract int Pid { get; }

    /// <summary>Starts the daemon, if it is not there, and the processes.</summary>
    public abstract Task RunAsync(params IReadOnlyList<App> apps);

    /// <summary>Asks for the list of processes; says how long that took, in milliseconds.</summary>
    public abstract Task<double> ListAsync();

    /// <summary>Shows the last 100 lines of a process; says how long that took, in milliseconds.</summary>
    public abstract Task<double> TailAsync(string app);

    /// <summary>Starts the daemon alone; says how long its first answer took, in milliseconds.</summary>
    public abstract Task<double> StartAsync();

    /// <summary>A client that shows the output as it comes.</summary>
    public abstract System.Diagnostics.Process Follow(string app);

    /// <summary>The file that gets a process's output.</summary>
    public string LogOf(string app) => Scratch[app + ".log"];

    /// <summary>Waits until a log has a size, or has not grown for a while: some lose output.</summary>
    /// <returns>When it grew last, and how many bytes are missing.</returns>
    public async Task<(long At, long Lost)> FilledAsync(string app, long bytes)
    {
        var (length, grewAt) = (0L, Clock.Now);
        while (length < bytes && Clock.Now - grewAt < PatienceNanoseconds)
        {
            if (new FileInfo(LogOf(app)) is { Exists: true } file && file.Length > length)
            {
                (length, grewAt) = (file.Length, Clock.Now);
            }

            await Task.Delay(1);
        }

        return (grewAt, bytes - length);
    }

    public abstract ValueTask DisposeAsync();
}
