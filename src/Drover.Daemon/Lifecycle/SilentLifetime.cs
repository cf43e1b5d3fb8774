using Microsoft.Extensions.Hosting;

namespace Drover.Daemon.Lifecycle;

/// <summary>Replaces the framework's console lifetime: signals are <see cref="DaemonSignals"/>' and the terminal is the command line's.</summary>
internal sealed class SilentLifetime : IHostLifetime
{
    public Task WaitForStartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}
