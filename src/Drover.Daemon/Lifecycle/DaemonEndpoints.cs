using Drover.Contracts.Daemon;
using Drover.Contracts.Errors;
using Drover.Contracts.Json;
using Drover.Daemon.Configuration;
using Drover.Daemon.Edges.Http;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Drover.Daemon.Lifecycle;

/// <summary>The daemon about itself.</summary>
internal static class DaemonEndpoints
{
    public static void MapDaemonItself(this IEndpointRouteBuilder routes)
    {
        routes.MapGet("/healthz", (DaemonFacts facts, ISessionCensus census, TimeProvider time) => JsonAnswer.Ok(
                new Health
                {
                    Version = DaemonFacts.Version,
                    Time = time.GetUtcNow(),
                    UptimeMs = facts.UptimeMilliseconds(time),
                    Sessions = census.CountByState(),
                },
                DroverJson.Default.Health))
            .WithTags("daemon")
            .WithDescription("Whether the daemon answers, and how many sessions are in which state.")
            .Answers<Health>();

        routes.MapGet("/v1/daemon", async (HttpContext http, DaemonFacts facts, IKernelReport kernel) =>
                Unknown(http) ?? JsonAnswer.Ok(await StatusAsync(facts, kernel), DroverJson.Default.DaemonStatus))
            .WithTags("daemon")
            .WithDescription("Where the daemon keeps its things, how it works on this system, and what it found wanting.")
            .Answers<DaemonStatus>()
            .Fails(ErrorCodes.RequestUnknownParameter);

        routes.MapPost("/v1/daemon/stop", (HttpContext http, DaemonLifetime lifetime) => StopAsync(http, lifetime))
            .WithTags("daemon")
            .WithDescription("Ends the sessions, then the daemon; with keep the sessions go on and the next daemon adopts them. Answers before it is done: the daemon is gone when its lock file is free.")
            .Takes<DaemonStopRequest>(optional: true)
            .Answers<DaemonStopping>()
            .Fails(ErrorCodes.RequestUnknownParameter, ErrorCodes.RequestInvalidJson, ErrorCodes.RequestUnknownField, ErrorCodes.RequestInvalidValue, ErrorCodes.RequestUnsupportedMediaType);

        routes.MapGet("/v1/config", (HttpContext http, DaemonConfig config) => Unknown(http) ?? JsonAnswer.Ok(config.View(), DroverJson.Default.ConfigView))
            .WithTags("daemon")
            .WithDescription("Every configuration key with its value and where it came from.")
            .Answers<ConfigView>()
            .Fails(ErrorCodes.RequestUnknownParameter);
    }

    private static IResult? Unknown(HttpContext http) => new QueryReader(http.Request.Query).Check() is { } unknown ? Problems.From(unknown) : null;

    private static async Task<DaemonStatus> StatusAsync(DaemonFacts facts, IKernelReport kernel) => new()
    {
        Version = DaemonFacts.Version,
        Pid = Environment.ProcessId,
        StartedAt = facts.StartedAt,
        DataDir = facts.Paths.DataDir,
        Socket = facts.Paths.Socket,
        Listen = facts.Listen,
        Holder = kernel.Holder,
        Capture = kernel.Capture,
        Warnings = [.. facts.Warnings, .. kernel.Warnings],
        UnknownHolders = await kernel.UnknownHoldersAsync(),
        MemoryBytes = Environment.WorkingSet,
    };

    private static async Task<IResult> StopAsync(HttpContext http, DaemonLifetime lifetime)
    {
        var body = await JsonBody.ReadOptionalAsync(http, DroverJson.Default.DaemonStopRequest);
        if ((new QueryReader(http.Request.Query).Check() ?? body.Error) is { } error)
        {
            return Problems.From(error);
        }

        // Once the answer is on its way: listening ends before anything else.
        var keep = body.Value?.Keep ?? false;
        http.Response.OnCompleted(() =>
        {
            lifetime.RequestStop(keep);
            return Task.CompletedTask;
        });
        return JsonAnswer.Ok(new DaemonStopping(Environment.ProcessId, keep), DroverJson.Default.DaemonStopping);
    }
}
