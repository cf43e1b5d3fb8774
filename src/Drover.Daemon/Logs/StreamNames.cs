using Drover.Supervision.Logs;

namespace Drover.Daemon.Logs;

/// <summary>Streams as they are called on the wire.</summary>
internal static class StreamNames
{
    public const string Blended = "blended";

    public static string Of(LogStream? stream) => stream switch
    {
        LogStream.Stdout => "stdout",
        LogStream.Stderr => "stderr",
        LogStream.System => "system",
        _ => Blended,
    };

    public static LogStream? Parse(string? name) => name switch
    {
        "stdout" => LogStream.Stdout,
        "stderr" => LogStream.Stderr,
        "system" => LogStream.System,
        _ => null,
    };
}
