using System.Runtime.CompilerServices;
using Drover.Supervision.Logs;

namespace Drover.Daemon.Features.Jobs.Streaming;

/// <summary>
/// A job from its start, or from behind any line, to its end. History and what comes are the log's own reads by number, so a follower that comes late
/// or again gets what the first one got; one that is slow only reads later.
/// </summary>
internal static class JobFollowing
{
    private const LogStreams Output = LogStreams.Stdout | LogStreams.Stderr;

    /// <param name="job">The job.</param>
    /// <param name="after">Number of the last frame the follower has, 0 for the start; null for all of them.</param>
    /// <param name="cancellation">Ends the following, not the job.</param>
    public static async IAsyncEnumerable<JobBatch> FollowAsync(KnownJob job, long? after, [EnumeratorCancellation] CancellationToken cancellation)
    {
        if (after is null)
        {
            await job.WaitForStartAsync(cancellation);
            yield return new JobBatch.Start();
        }

        var truncated = false;
        var query = after is > 0 ? new LogQuery { SinceSequence = after + 1, Streams = Output } : new LogQuery { FromStart = true, Streams = Output };
        await using var batches = new LogReader(job.Log).FollowAsync(query, () => StateOf(job), cancellation).GetAsyncEnumerator(cancellation);
        while (await MoveAsync(job, batches))
        {
            truncated |= batches.Current.Dropped > 0;
            yield return new JobBatch.Lines(BeforeEnd(job, batches.Current));
        }

        if (job.HasEnded)
        {
            yield return new JobBatch.End(truncated);
        }
    }

    /// <summary>The same, and before its end what features found out about it.</summary>
    public static async IAsyncEnumerable<JobBatch> FollowAsync(KnownJob job, long? after, IEnumerable<IJobFindings> findings, [EnumeratorCancellation] CancellationToken cancellation)
    {
        await foreach (var batch in FollowAsync(job, after, cancellation))
        {
            if (batch is JobBatch.End)
            {
                foreach (var feature in findings)
                {
                    if (await feature.OfAsync(job, cancellation) is { } write)
                    {
                        yield return new JobBatch.Finding(write);
                    }
                }
            }

            yield return batch;
        }
    }

    private static FollowState StateOf(KnownJob job)
    {
        // The change to wait for is taken first: one that comes between the two lines is not missed.
        var changed = job.Changed.Next;
        return new FollowState(job.HasEnded || job.Removed, changed);
    }

    // What a job left behind in the background may print on; that is in its log, but not part of it any more.
    private static LogBatch BeforeEnd(KnownJob job, LogBatch batch)
    {
        if (job.EndSequence is not { } end || batch.Lines.Count == 0 || batch.Lines[^1].Sequence < end)
        {
            return batch;
        }

        return batch with { Lines = [.. batch.Lines.TakeWhile(line => line.Sequence < end)] };
    }

    // The files of a job that is removed in the middle of a read go away under it.
    private static async ValueTask<bool> MoveAsync(KnownJob job, IAsyncEnumerator<LogBatch> batches)
    {
        try
        {
            return await batches.MoveNextAsync();
        }
        catch (Exception gone) when (job.Removed && gone is IOException or ObjectDisposedException)
        {
            return false;
        }
    }
}
