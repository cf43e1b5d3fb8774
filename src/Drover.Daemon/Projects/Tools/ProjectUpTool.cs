using Drover.Contracts.Errors;
using Drover.Contracts.Projects;
using Drover.Daemon.Edges.Mcp.Offers;
using Drover.Daemon.Features.Sessions.Specs;

namespace Drover.Daemon.Projects.Tools;

/// <summary><c>project_up</c>.</summary>
internal sealed class ProjectUpTool(ProjectService projects, ProjectSettling settling, ProjectReports reports, ProjectAnswering answering, TimeProvider time) : McpTool<ProjectUpArguments, ProjectAnswer>(
    ProjectToolSchemas.Of(
        "project_up",
        ToolEffect.Destroys,
        "Start what a folder's drover.yaml says, in order of dependencies; restarts only what changed since. Call it again after editing drover.yaml. Answers when all is ready or has failed, with reasons and last lines of failures.",
        "\"path\":{\"type\":\"string\",\"description\":\"folder, absolute\"},\"names\":{\"type\":\"array\",\"items\":{\"type\":\"string\"},\"description\":\"only these and what they need\"},\"dry_run\":{\"type\":\"boolean\"},\"timeout_ms\":{\"type\":\"integer\",\"description\":\"default 45000\"}",
        "path"),
    ProjectToolJson.Default.ProjectUpArguments,
    ProjectToolJson.Default.ProjectAnswer)
{
    // Shorter than what clients allow a tool, so that the answer is there before they give up.
    private const int DefaultTimeoutMs = 45_000;
    private const int LongestMs = 3_600_000;

    protected override async ValueTask<Result<ProjectAnswer>> RunAsync(ProjectUpArguments input, ToolCall call, CancellationToken ends)
    {
        if ((input.Path is null ? SpecRules.Missing("path") : SpecRules.Range("timeout_ms", input.TimeoutMs, 0, LongestMs)) is { } wrong)
        {
            return wrong;
        }

        var begun = time.GetTimestamp();
        var request = new ProjectUpRequest { Path = input.Path!, Names = input.Names, DryRun = input.DryRun };
        var up = await reports.WhileAsync(projects.UpAsync(request, ends), input.Path!, call, begun, ends);
        if (!up.IsSuccess)
        {
            return up.Error!;
        }

        if (input.DryRun is true)
        {
            var now = await projects.ListAsync(input.Path);
            return now.IsSuccess ? answering.Of(now.Value.Projects[0], up.Value, "nothing was done: dry_run") : now.Error!;
        }

        var longest = TimeSpan.FromMilliseconds(input.TimeoutMs ?? DefaultTimeoutMs);
        var status = await reports.WhileAsync(settling.WaitAsync(up.Value.Project, longest, ends), input.Path!, call, begun, ends);
        return !status.IsSuccess ? status.Error!
            : answering.Of(status.Value, up.Value, ProjectSettling.IsPending(status.Value) ? "not everything is ready yet: project_status shows how it goes on" : null);
    }
}
