namespace Drover.Daemon.Lifecycle;

/// <summary>Something that must be up before the daemon listens, and down after it stopped listening. Steps start in the order they were added and stop in reverse.</summary>
internal interface IDaemonStep
{
    /// <summary>Name for the log.</summary>
    string Name { get; }

    /// <summary>Longest time <see cref="StopAsync"/> may take before the daemon goes on without it.</summary>
    TimeSpan StopBudget { get; }

    Task StartAsync(CancellationToken cancellation);

    /// <param name="keep">Leave processes running; the next daemon adopts them.</param>
    /// <param name="cancellation">Ends with <see cref="StopBudget"/>.</param>
    Task StopAsync(bool keep, CancellationToken cancellation);
}
