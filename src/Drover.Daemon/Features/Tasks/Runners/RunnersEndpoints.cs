using Drover.Contracts.Errors;
using Drover.Contracts.Json;
using Drover.Contracts.Tasks;
using Drover.Daemon.Edges.Http;
using Drover.Daemon.Features.Tasks.Runners.Probing;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Drover.Daemon.Features.Tasks.Runners;

/// <summary>HTTP to <see cref="RunnerProbes"/>.</summary>
internal static class RunnersEndpoints
{
    public static void Map(IEndpointRouteBuilder routes) =>
        routes.MapGet("/runners", (HttpContext http, RunnerProbes probes) => ListAsync(http, probes))
            .WithTags("tasks")
            .WithDescription("Who can do tasks: the built-in runners and those of the configuration, each found out by running it. Answers are kept for a minute.")
            .Answers<IReadOnlyList<Runner>>()
            .Fails(ErrorCodes.RequestUnknownParameter);

    private static async Task<IResult> ListAsync(HttpContext http, RunnerProbes probes) =>
        new QueryReader(http.Request.Query).Check() is { } wrong
            ? Problems.From(wrong)
            : JsonAnswer.Ok(await probes.ListAsync(http.RequestAborted), DroverJson.Default.IReadOnlyListRunner);
}
