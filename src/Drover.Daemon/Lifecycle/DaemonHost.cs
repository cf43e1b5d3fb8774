using Drover.Contracts.Errors;
using Drover.Supervision.Spawn;

namespace Drover.Daemon.Lifecycle;

/// <summary>Runs the daemon as this process, from start to end.</summary>
internal static class DaemonHost
{
    /// <returns>Null after a wanted stop, else why it could not start.</returns>
    public static async Task<Error?> RunAsync(DaemonRunOptions options)
    {
        var warnings = options.OwnsProcess ? DaemonProcess.Prepare() : [];
        using var lifetime = new DaemonLifetime();
        using var signals = new DaemonSignals(lifetime, options.Foreground, options.Keep);
        var started = await RunningDaemon.StartAsync(options, lifetime);
        if (started.Error is { } error)
        {
            return error;
        }

        await using var daemon = started.Value;
        daemon.Facts.Warn(warnings);
        await daemon.StopAsync(await lifetime.StopRequested);
        return null;
    }
}
