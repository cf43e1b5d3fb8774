using Drover.Daemon.Features.Jobs;
using Microsoft.Extensions.DependencyInjection;

namespace Drover.IntegrationTests.Daemon.Jobs;

/// <summary>The inside of the jobs feature, for what no caller can see.</summary>
internal static class TestDaemonJobs
{
    public static KnownJob Job(this TestDaemon daemon, string id) => daemon.Daemon.Services.GetRequiredService<JobRegistry>().Find(id).Value;
}
