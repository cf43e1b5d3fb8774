using Drover.Contracts.Jobs;
using Drover.Daemon.Telemetry;

namespace Drover.Daemon.Features.Jobs;

/// <summary>Jobs counted, for <c>/metrics</c>.</summary>
internal sealed class JobMetrics(JobRegistry registry) : IMetricSource
{
    public void Write(PrometheusText text)
    {
        var all = registry.All;
        text.Family("drover_jobs", "gauge", "Jobs by state, ended ones that are kept included.");
        foreach (var (state, count) in all.CountBy(job => job.State))
        {
            text.Sample("drover_jobs", count, ("state", state.ToString().ToLowerInvariant()));
        }

        text.Family("drover_jobs_ended", "gauge", "Ended jobs that are kept, by reason.");
        foreach (var (reason, count) in all.Select(job => job.End?.Reason).OfType<JobReason>().CountBy(reason => reason))
        {
            text.Sample("drover_jobs_ended", count, ("reason", reason switch { JobReason.FailedToStart => "failed_to_start", _ => reason.ToString().ToLowerInvariant() }));
        }
    }
}
