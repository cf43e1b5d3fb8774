using Drover.Supervision.Logs;

namespace Drover.Supervision.Supervisor;

/// <summary>Where the kernel keeps its files, and how much of them.</summary>
public sealed record SupervisionOptions
{
    /// <summary>Folder that holds <c>sessions/</c> and <c>runs/</c>; not removed at logout.</summary>
    public required string DataDirectory { get; init; }

    /// <summary>Segment size and retention.</summary>
    public LogOptions Logs { get; init; } = new();
}
