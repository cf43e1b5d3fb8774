using Drover.Contracts.Errors;
using Drover.Daemon.Edges.Mcp.Offers;
using Drover.Daemon.Logs.Brief;

namespace Drover.Daemon.Features.Jobs.Tools;

/// <summary><c>list_jobs</c>.</summary>
internal sealed class ListJobs(JobService jobs) : McpTool<ListJobsArguments, JobListing>(
    JobToolSchemas.Of(
        "list_jobs",
        ToolEffect.Reads,
        "Commands of run_command that still run, newest first; with all the ended ones, too.",
        "\"all\":{\"type\":\"boolean\"}",
        """
        "jobs":{"type":"array","items":{"type":"object"}},"omitted":{"type":"integer"}
        """),
    JobToolJson.Default.ListJobsArguments,
    JobToolJson.Default.JobListing)
{
    private const int Most = 30;
    private const int LongestCommand = 120;

    protected override ValueTask<Result<JobListing>> RunAsync(ListJobsArguments input, ToolCall call, CancellationToken ends)
    {
        var wanted = jobs.All.Where(job => input.All is true || !job.HasEnded).ToList();
        var rows = wanted.Take(Most).Select(job => new JobRow(
            job.Name, BriefText.Short(job.Plan.Cmd, LongestCommand), job.Plan.Cwd, job.State, job.End?.Code, job.Told.StartedAt ?? job.CreatedAt));
        return ValueTask.FromResult<Result<JobListing>>(new JobListing([.. rows], Math.Max(0, wanted.Count - Most)));
    }
}
