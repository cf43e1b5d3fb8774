using Microsoft.Extensions.Logging;

namespace Drover.Supervision.Capture;

internal static partial class CaptureLog
{
    [LoggerMessage(1220, LogLevel.Warning, "Output for {Directory} cannot be stored: {Error}. The child waits; nothing is lost.")]
    public static partial void Degraded(ILogger logger, string directory, string error);

    [LoggerMessage(1221, LogLevel.Information, "Output for {Directory} is stored again.")]
    public static partial void Recovered(ILogger logger, string directory);

    [LoggerMessage(1222, LogLevel.Warning, "Descriptor {Descriptor} cannot be watched: {Error}. It is tried every second.")]
    public static partial void WatchFailed(ILogger logger, int descriptor, string error);
}
