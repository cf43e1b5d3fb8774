using Drover.Daemon.Edges.Http;
using Drover.Supervision.Logs;

namespace Drover.Daemon.Features.Jobs.Streaming;

/// <summary>What one step of following a job brings.</summary>
internal abstract record JobBatch
{
    private JobBatch()
    {
    }

    /// <summary>It has started, or will never.</summary>
    public sealed record Start : JobBatch;

    /// <summary>Lines of both its streams, in order of arrival.</summary>
    public sealed record Lines(LogBatch Batch) : JobBatch;

    /// <summary>What a feature found out about it, once it has ended.</summary>
    /// <param name="Write">Writes the frame, given the number to go on behind.</param>
    public sealed record Finding(Action<SseWriter, long> Write) : JobBatch;

    /// <summary>It has ended, and everything it printed came before.</summary>
    /// <param name="Truncated">Whether lines are missing from what came.</param>
    public sealed record End(bool Truncated) : JobBatch;
}
