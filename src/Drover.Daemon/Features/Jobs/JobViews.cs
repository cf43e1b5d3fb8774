using Drover.Contracts.Jobs;

namespace Drover.Daemon.Features.Jobs;

/// <summary>Jobs as they are told.</summary>
internal static class JobViews
{
    public static Job Of(KnownJob job)
    {
        var end = job.End;
        return new Job
        {
            JobId = job.Name,
            Cmd = job.Plan.Cmd,
            Cwd = job.Plan.RelativeCwd,
            Workspace = job.Plan.Workspace,
            StartedAt = job.Told.StartedAt ?? job.CreatedAt,
            Pid = job.Told.Pid,
            State = job.State,
            Reason = end?.Reason,
            ExitCode = end?.Code,
            Signal = end?.Signal,
            DurationMs = DurationMs(job),
            Timeout = job.Plan.Timeout.TotalSeconds,
            Ports = [.. job.Plan.Ports.Values],
        };
    }

    public static long? DurationMs(KnownJob job) => job.Duration is { } duration ? (long)duration.TotalMilliseconds : null;
}
