namespace Drover.Daemon.Lifecycle;

/// <summary>Counts sessions by state for <c>/healthz</c> and <c>/metrics</c>. Implemented by the sessions feature, so that the lifecycle does not know it.</summary>
internal interface ISessionCensus
{
    /// <summary>How many sessions are in each state; only states that occur.</summary>
    IReadOnlyDictionary<string, int> CountByState();
}
