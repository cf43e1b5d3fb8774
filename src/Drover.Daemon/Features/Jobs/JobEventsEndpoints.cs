using Drover.Contracts.Jobs;
using Drover.Daemon.Edges.Http;
using Drover.Daemon.Features.Jobs.Streaming;
using Microsoft.AspNetCore.Http;

namespace Drover.Daemon.Features.Jobs;

/// <summary>The frames of a job as the answer of a call, for every endpoint that starts or follows one.</summary>
internal sealed class JobEventsEndpoints(JobService jobs, RecordStream stream, IEnumerable<IJobFindings> findings)
{
    /// <param name="http">The call.</param>
    /// <param name="job">The job.</param>
    /// <param name="after">Number of the last frame that the caller has; null for none.</param>
    public async Task SendAsync(HttpContext http, KnownJob job, long? after)
    {
        using var writer = new SseWriter(http);
        await stream.SendAsync(http, writer, ends => JobFollowing.FollowAsync(job, after, findings, ends), (_, batch) => JobFrames.Write(writer, job, batch));
    }

    /// <summary>All frames of a job that the call has started.</summary>
    /// <param name="http">The call.</param>
    /// <param name="job">The job.</param>
    /// <param name="onDisconnect">What it means that the caller goes away.</param>
    public async Task SendAsync(HttpContext http, KnownJob job, DisconnectPolicy? onDisconnect)
    {
        try
        {
            await SendAsync(http, job, after: null);
        }
        finally
        {
            if (onDisconnect is DisconnectPolicy.Cancel && http.RequestAborted.IsCancellationRequested)
            {
                await jobs.CancelAsync(job);
            }
        }
    }
}
