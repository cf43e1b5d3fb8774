using Drover.Daemon.Edges.Mcp.Offers;
using Drover.Daemon.Features.Jobs.Streaming;
using Drover.Daemon.Features.Tests.Tools;
using Drover.Daemon.Lifecycle;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace Drover.Daemon.Features.Tests;

/// <summary>Tests: the framework found by a folder's files, run as a job, its numbers and failures read.</summary>
internal static class TestsFeature
{
    public static void AddTests(this IServiceCollection services)
    {
        services.AddSingleton(provider => new TestsOptions(Path.Combine(provider.GetRequiredService<DaemonFacts>().Paths.DataDir, "tests")));
        services.AddSingleton<TestReports>();
        services.AddSingleton<TestService>();
        services.AddSingleton<IJobFindings, TestFindings>();
        services.AddSingleton<McpTool, RunTests>();
    }

    public static void MapTests(this IEndpointRouteBuilder routes) => TestsEndpoints.Map(routes);
}
