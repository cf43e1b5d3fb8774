using System.Globalization;
using System.Text;
using Microsoft.Extensions.Logging;

namespace Drover.Daemon.Telemetry;

/// <summary>
/// Writes log events to <see cref="DaemonLogFile"/>.
/// <code>
/// 2026-03-01T09:30:00.123Z WRN Edges.Http.Access.AccessMiddleware[1302] GET /v1/sessions refused, access.host_forbidden: …
/// </code>
/// </summary>
internal sealed class DaemonLogProvider(DaemonLogFile file, LogLevel least, TimeProvider time) : ILoggerProvider
{
    private const string OwnPrefix = "Drover.Daemon.";

    public ILogger CreateLogger(string categoryName)
    {
        var ours = categoryName.StartsWith("Drover.", StringComparison.Ordinal);
        var name = categoryName.StartsWith(OwnPrefix, StringComparison.Ordinal) ? categoryName[OwnPrefix.Length..] : categoryName;

        // The framework tells each request at Information; its warnings are worth having.
        return new Category(name, ours || least > LogLevel.Warning ? least : LogLevel.Warning, this);
    }

    public void Dispose() => file.Dispose();

    private static string Short(LogLevel level) => level switch
    {
        LogLevel.Trace => "TRC",
        LogLevel.Debug => "DBG",
        LogLevel.Information => "INF",
        LogLevel.Warning => "WRN",
        LogLevel.Error => "ERR",
        _ => "CRT",
    };

    private void Write(string category, LogLevel level, EventId id, string message, Exception? exception)
    {
        var line = new StringBuilder(message.Length + 80)
            .Append(time.GetUtcNow().UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture))
            .Append(' ').Append(Short(level)).Append(' ').Append(category)
            .Append('[').Append(id.Id).Append("] ").Append(message);
        if (exception is not null)
        {
            line.Append('\n').Append(exception);
        }

        file.Write(line.ToString());
    }

    private sealed class Category(string name, LogLevel least, DaemonLogProvider provider) : ILogger
    {
        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => logLevel >= least && logLevel != LogLevel.None;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
        {
            if (IsEnabled(logLevel))
            {
                provider.Write(name, logLevel, eventId, formatter(state, exception), exception);
            }
        }
    }
}
