namespace Drover.Supervision.Logs;

/// <summary>
/// Reads a log by number: history and live lines come by the same code, so nothing can be lost or doubled where they meet.
/// A reader keeps no state between reads; any number of them may be used at once, by any thread.
/// </summary>
/// <param name="log">The log.</param>
public sealed class LogReader(SessionLog log)
{
    /// <summary>Reads what there is now.</summary>
    /// <param name="query">Which lines.</param>
    /// <param name="cancellation">Ends a long search.</param>
    public LogBatch Read(LogQuery query, CancellationToken cancellation = default) => throw new NotSupportedException(log.Directory);

    /// <summary>
    /// Reads what there is, then lines as they come, until the log is completed and all was read. Batches are never empty unless
    /// they tell a gap.
    /// </summary>
    /// <param name="query">Which lines; <see cref="LogQuery.Limit"/> bounds the lines from before.</param>
    /// <param name="cancellation">Ends the reading.</param>
    public IAsyncEnumerable<LogBatch> FollowAsync(LogQuery query, CancellationToken cancellation = default) => throw new NotSupportedException(log.Directory);
}
