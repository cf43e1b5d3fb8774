using Microsoft.Extensions.Logging;

namespace Drover.Supervision.Logs;

internal static partial class LogsLog
{
    [LoggerMessage(1200, LogLevel.Warning, "{Warning}")]
    public static partial void Opened(ILogger logger, string warning);

    [LoggerMessage(1201, LogLevel.Warning, "The log in {Directory} cannot be written: {Error}. What waits is kept and tried again.")]
    public static partial void WriteFailed(ILogger logger, string directory, string error);

    [LoggerMessage(1202, LogLevel.Information, "The log in {Directory} can be written again.")]
    public static partial void WriteRecovered(ILogger logger, string directory);

    [LoggerMessage(1203, LogLevel.Warning, "Too many lines wait for the log in {Directory}; the oldest is lost.")]
    public static partial void SystemLineLost(ILogger logger, string directory);

    [LoggerMessage(1204, LogLevel.Information, "Logs were over their cap of {Cap} bytes: {Freed} bytes of the oldest were deleted.")]
    public static partial void TotalCapEnforced(ILogger logger, long cap, long freed);

    [LoggerMessage(1205, LogLevel.Warning, "The logs' folder {Directory} could not be walked: {Error}")]
    public static partial void WalkFailed(ILogger logger, string directory, string error);
}
