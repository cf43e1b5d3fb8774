using Drover.Contracts.Client;

namespace Drover.Daemon.Lifecycle;

/// <summary>What the running daemon knows about itself.</summary>
internal sealed class DaemonFacts(DroverPaths paths, DateTimeOffset startedAt, long startTimestamp)
{
    private readonly Lock _gate = new();
    private volatile IReadOnlyList<string> _warnings = [];

    public static string Version { get; } = typeof(DaemonFacts).Assembly.GetName().Version!.ToString(3);

    public DroverPaths Paths => paths;

    public DateTimeOffset StartedAt => startedAt;

    /// <summary>URLs listened on; empty until it listens.</summary>
    public IReadOnlyList<string> Listen { get; set; } = [];

    /// <summary>What the start found wanting, one sentence each.</summary>
    public IReadOnlyList<string> Warnings => _warnings;

    public void Warn(IEnumerable<string> warnings)
    {
        lock (_gate)
        {
            _warnings = [.. _warnings, .. warnings];
        }
    }

    public long UptimeMilliseconds(TimeProvider time) => (long)time.GetElapsedTime(startTimestamp).TotalMilliseconds;
}
