using Drover.Daemon.Configuration;
using Drover.Daemon.Features.Jobs.Recent;
using Drover.Daemon.Features.Jobs.Tools;
using Drover.Daemon.Lifecycle;
using Drover.Daemon.Telemetry;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace Drover.Daemon.Features.Jobs;

/// <summary>Commands that run once: streamed, limited in time, cancelled, remembered.</summary>
internal static class JobsFeature
{
    public static void AddJobs(this IServiceCollection services)
    {
        services.AddSingleton(provider =>
        {
            var options = provider.GetRequiredService<DaemonOptions>();
            return new JobsOptions
            {
                Keep = options.JobsKeep,
                RetainBytesPerStream = options.JobsRetainBytesPerStream,
                InputFolder = Path.Combine(provider.GetRequiredService<DaemonFacts>().Paths.DataDir, "inputs"),
            };
        });
        services.AddSingleton<JobRegistry>();
        services.AddSingleton<JobStore>();
        services.AddSingleton<JobJournal>();
        services.AddSingleton<JobInputs>();
        services.AddSingleton<JobDeadlines>();
        services.AddSingleton<JobStopping>();
        services.AddSingleton<JobRetention>();
        services.AddSingleton<JobLauncher>();
        services.AddSingleton<JobFactory>();
        services.AddSingleton<JobRecovery>();
        services.AddSingleton<JobService>();
        services.AddSingleton<JobEventsEndpoints>();
        services.AddSingleton<RecentStore>();
        services.AddSingleton<RecentCommands>();
        services.AddSingleton<IMetricSource, JobMetrics>();
        services.AddSingleton<IDaemonStep, JobsStep>();
        services.AddJobTools();
    }

    public static void MapJobs(this IEndpointRouteBuilder routes)
    {
        JobsEndpoints.Map(routes);
        JobStreamEndpoints.Map(routes);
    }
}
