using Drover.Daemon.Edges.Http;

namespace Drover.Daemon.Features.Jobs.Streaming;

/// <summary>What a feature knows about jobs of its own once they have ended: a frame that comes before the exit.</summary>
internal interface IJobFindings
{
    /// <summary>What was found out about an ended job.</summary>
    /// <returns>Writes the frame, given the number to go on behind; null for a job of somebody else.</returns>
    ValueTask<Action<SseWriter, long>?> OfAsync(KnownJob job, CancellationToken cancellation);
}
