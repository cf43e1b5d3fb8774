using Drover.Contracts.Errors;
using Drover.Daemon.Edges.Mcp.Offers;
using Drover.Daemon.Features.Sessions.Specs;

namespace Drover.Daemon.Projects.Tools;

/// <summary><c>project_status</c>.</summary>
internal sealed class ProjectStatusTool(ProjectService projects, ProjectAnswering answering) : McpTool<ProjectStatusArguments, ProjectAnswer>(
    ProjectToolSchemas.Of(
        "project_status",
        ToolEffect.Reads,
        "Processes of a folder's drover.yaml: status and why, URLs, last lines of failures. Labels work in restart_process and get_process_output.",
        "\"path\":{\"type\":\"string\",\"description\":\"folder, absolute\"},\"project\":{\"type\":\"string\",\"description\":\"its name instead\"}"),
    ProjectToolJson.Default.ProjectStatusArguments,
    ProjectToolJson.Default.ProjectAnswer)
{
    protected override async ValueTask<Result<ProjectAnswer>> RunAsync(ProjectStatusArguments input, ToolCall call, CancellationToken ends)
    {
        if (input.Path is null == input.Project is null)
        {
            return SpecRules.Invalid("path", "or project is needed, one of them");
        }

        if (input.Project is { } name)
        {
            var one = await projects.StatusAsync(name);
            return one.IsSuccess ? answering.Of(one.Value) : one.Error!;
        }

        var list = await projects.ListAsync(input.Path);
        return list.IsSuccess ? answering.Of(list.Value.Projects[0]) : list.Error!;
    }
}
