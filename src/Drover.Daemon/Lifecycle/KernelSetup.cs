using Drover.Daemon.Configuration;
using Drover.Supervision.Logs;
using Drover.Supervision.Supervisor;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Drover.Daemon.Lifecycle;

/// <summary>Gives the daemon its kernel. The container disposes it last of all that uses it, which leaves every process running.</summary>
internal static class KernelSetup
{
    public static void AddKernel(this IServiceCollection services)
    {
        services.AddSingleton(provider =>
        {
            var options = provider.GetRequiredService<DaemonOptions>();
            return ProcessSupervisor.Start(
                new SupervisionOptions
                {
                    DataDirectory = provider.GetRequiredService<DaemonFacts>().Paths.DataDir,
                    Logs = new LogOptions
                    {
                        SegmentBytes = options.LogsSegmentBytes,
                        RetainBytesPerStream = options.LogsRetainBytesPerStream,
                        RetainLinesPerStream = options.LogsRetainLinesPerStream,
                        RetainLinesBlended = options.LogsRetainLinesBlended,
                        TotalBytes = options.LogsTotalBytes,
                    },
                },
                provider.GetRequiredService<TimeProvider>(),
                provider.GetRequiredService<ILoggerFactory>());
        });
        services.AddSingleton<IKernelReport, KernelReport>();
    }
}
