using Drover.Contracts.Errors;
using Drover.Daemon.Edges.Mcp.Offers;

namespace Drover.Daemon.Features.Jobs.Tools;

/// <summary><c>cancel_job</c>: answers when nothing of it is left.</summary>
internal sealed class CancelJob(JobService jobs) : McpTool<CancelArguments, JobAnswer>(
    JobToolSchemas.Of(
        "cancel_job",
        ToolEffect.Destroys,
        "End a command of run_command and everything it started: TERM, after 3 s KILL. Answers when nothing of it is left.",
        JobToolSchemas.Job,
        JobToolSchemas.Answer,
        "job_id"),
    JobToolJson.Default.CancelArguments,
    JobToolJson.Default.JobAnswer)
{
    protected override async ValueTask<Result<JobAnswer>> RunAsync(CancelArguments input, ToolCall call, CancellationToken ends)
    {
        var found = jobs.Find(input.JobId ?? "");
        var cancelled = found.Error is { } unknown ? unknown : await jobs.CancelAsync(found.Value);
        if (cancelled.Error is { } refused)
        {
            return refused;
        }

        await found.Value.WaitForEndAsync(ends);
        return JobAnswer.Of(found.Value);
    }
}
