namespace Drover.Daemon.Lifecycle;

/// <summary>Counts sessions for <c>/healthz</c> and <c>/metrics</c>. Implemented by the sessions feature, so that the lifecycle does not know it.</summary>
internal interface ISessionCensus
{
    /// <summary>How many sessions are in each state; only states that occur.</summary>
    IReadOnlyDictionary<string, int> CountByState();

    /// <summary>What they have done.</summary>
    SessionTotals Totals();
}

/// <summary>Sums over the sessions there are.</summary>
/// <param name="RestartsByCause">By <c>manual</c>, <c>watch</c> and <c>crash</c>.</param>
/// <param name="BytesByStream">By <c>stdout</c> and <c>stderr</c>.</param>
/// <param name="LinesByStream">By <c>stdout</c>, <c>stderr</c> and, where counted, <c>system</c>.</param>
internal sealed record SessionTotals(
    IReadOnlyDictionary<string, long> RestartsByCause,
    IReadOnlyDictionary<string, long> BytesByStream,
    IReadOnlyDictionary<string, long> LinesByStream);
