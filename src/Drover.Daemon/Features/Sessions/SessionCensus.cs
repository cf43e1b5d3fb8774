using Drover.Daemon.Lifecycle;

namespace Drover.Daemon.Features.Sessions;

/// <summary>Sessions counted, for health and metrics.</summary>
internal sealed class SessionCensus(SessionRegistry registry) : ISessionCensus
{
    public IReadOnlyDictionary<string, int> CountByState() =>
        registry.All.CountBy(session => StateText.Of(session.State)).ToDictionary(StringComparer.Ordinal);

    public SessionTotals Totals()
    {
        var all = registry.All;
        var logs = all.Select(session => session.Log.Totals).ToList();
        return new SessionTotals(
            new Dictionary<string, long>(StringComparer.Ordinal)
            {
                ["manual"] = all.Sum(session => (long)session.Snapshot.Restarts.Manual),
                ["watch"] = all.Sum(session => (long)session.Snapshot.Restarts.Watch),
                ["crash"] = all.Sum(session => (long)session.Snapshot.Restarts.Crash),
            },
            new Dictionary<string, long>(StringComparer.Ordinal) { ["stdout"] = logs.Sum(log => log.Stdout.Bytes), ["stderr"] = logs.Sum(log => log.Stderr.Bytes) },
            new Dictionary<string, long>(StringComparer.Ordinal)
            {
                ["stdout"] = logs.Sum(log => log.Stdout.Lines),
                ["stderr"] = logs.Sum(log => log.Stderr.Lines),
                ["system"] = logs.Sum(log => log.System.Lines),
            });
    }
}
