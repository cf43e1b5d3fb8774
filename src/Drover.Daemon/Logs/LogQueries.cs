using Drover.Contracts.Errors;
using Drover.Supervision.Logs;

namespace Drover.Daemon.Logs;

/// <summary>A request in the log store's terms.</summary>
internal static class LogQueries
{
    // What one read may hold in memory at once; larger answers are sent in several reads.
    public const int ReadAtOnce = 1_000;
    private const long BytesAtOnce = 8L << 20;

    public static Error PatternTooSlow { get; } = new(
        ErrorCodes.RequestPatternTooSlow, "The pattern takes too long on a line, so the search would be incomplete. Use a simpler one.");

    public static LogQuery Of(LogRequest request, ILogSource source) => new()
    {
        SinceSequence = request.SinceSeq,
        FromStart = request.FromHead,
        Limit = request.Limit,
        MaxBytes = BytesOf(request),
        Streams = Streams(request.Stream),
        Since = request.Since,
        Until = request.Until,
        SinceRun = request.SinceRestart ? source.RunNumber : null,
        Grep = request.Grep,
        Level = request.Level,
        Context = request.Context,
    };

    /// <summary>How many bytes of lines an answer is made from.</summary>
    public static long BytesOf(LogRequest request) => Math.Max(request.MaxBytes ?? 0, BytesAtOnce);

    /// <summary>The same lines, read forward from a position. 0 is the first retained line, whichever that is: nobody asked for older ones.</summary>
    public static LogQuery From(LogQuery query, long next, int limit) =>
        query with { SinceSequence = next == 0 ? null : next, FromStart = next == 0, Limit = limit };

    private static LogStreams Streams(LogStream? stream) => stream switch
    {
        LogStream.Stdout => LogStreams.Stdout,
        LogStream.Stderr => LogStreams.Stderr,
        LogStream.System => LogStreams.System,
        _ => LogStreams.Blended,
    };
}
