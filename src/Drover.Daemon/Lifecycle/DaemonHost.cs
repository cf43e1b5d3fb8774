using Drover.Contracts.Errors;
using Drover.Supervision.Spawn;

namespace Drover.Daemon.Lifecycle;

/// <summary>Runs the daemon as this process, from start to exit code.</summary>
internal static class DaemonHost
{
    /// <returns>0 after a wanted stop, else the exit code of the error that was written to <see cref="DaemonRunOptions.Error"/>.</returns>
    public static async Task<int> RunAsync(DaemonRunOptions options)
    {
        var warnings = options.OwnsProcess ? DaemonProcess.Prepare() : [];
        using var lifetime = new DaemonLifetime();
        using var signals = new DaemonSignals(lifetime, options.Foreground, options.Keep);
        var started = await RunningDaemon.StartAsync(options, lifetime);
        if (started.Error is { } error)
        {
            await options.Error.WriteLineAsync(error.Message);
            return ErrorCatalog.Of(error.Code).ExitCode;
        }

        await using var daemon = started.Value;
        daemon.Facts.Warn(warnings);
        await daemon.StopAsync(await lifetime.StopRequested);
        return ExitCodes.Ok;
    }
}
