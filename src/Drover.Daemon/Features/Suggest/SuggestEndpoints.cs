using Drover.Contracts.Errors;
using Drover.Contracts.Json;
using Drover.Contracts.Suggestions;
using Drover.Daemon.Edges.Http;
using Drover.Daemon.Workspaces;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Drover.Daemon.Features.Suggest;

/// <summary>HTTP to <see cref="SuggestService"/>.</summary>
internal static class SuggestEndpoints
{
    public static void Map(IEndpointRouteBuilder routes) =>
        routes.MapPost("/api/shell/suggest", (HttpContext http, WorkspaceService workspaces, SuggestService suggest) => SuggestAsync(http, workspaces, suggest))
            .WithTags("jobs")
            .WithDescription("A command for a goal in words, by the configured model or by rules. It is not run.")
            .Takes<SuggestRequest>()
            .Answers<Suggestion>()
            .TakesWorkspace()
            .Fails(
                ErrorCodes.SuggestNoSuggestion, ErrorCodes.RequestInvalidJson, ErrorCodes.RequestUnknownField, ErrorCodes.RequestCwdNotFound, ErrorCodes.WorkspaceEscape,
                ErrorCodes.WorkspaceGone);

    private static async Task<IResult> SuggestAsync(HttpContext http, WorkspaceService workspaces, SuggestService suggest)
    {
        var body = await JsonBody.ReadAsync(http, DroverJson.Default.SuggestRequest);
        var query = new QueryReader(http.Request.Query);
        var workspace = workspaces.Of(query, http.Request.Headers[WorkspaceQuery.Header].ToString());
        if ((query.Check() ?? body.Error ?? workspace.Error) is { } wrong)
        {
            return Problems.From(wrong);
        }

        var folder = WorkspaceFolder.In(workspace.Value, body.Value.Cwd);
        var suggested = folder.Error is { } outside ? outside : await suggest.SuggestAsync(body.Value.Goal, folder.Value, http.RequestAborted);
        return suggested.ToHttp(suggestion => JsonAnswer.Ok(suggestion, DroverJson.Default.Suggestion));
    }
}
