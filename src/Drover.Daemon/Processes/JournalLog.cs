using Microsoft.Extensions.Logging;

namespace Drover.Daemon.Processes;

/// <summary>Log events of <see cref="Journal{T}"/>.</summary>
internal static partial class JournalLog
{
    [LoggerMessage(2001, LogLevel.Warning, "The state of {Noun} {Which} could not be stored and is kept in memory until it can: {Reason}")]
    public static partial void NotWritten(ILogger logger, string noun, object which, string reason);

    [LoggerMessage(2002, LogLevel.Information, "The state of {Noun} {Which} is stored again")]
    public static partial void WrittenAfterAll(ILogger logger, string noun, object which);
}
