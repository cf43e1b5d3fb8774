using Drover.Daemon.Features.Sessions.Logs;

namespace Drover.Daemon.Features.Sessions.Readiness;

/// <summary>Yes as soon as a line of the run's output matches. Reads the same log as everybody else, so no line can slip by.</summary>
internal sealed class LogProbe(ProbeTarget target, string pattern) : IProbe
{
    public string Subject => $"a line that matches {pattern}";

    public async Task<ProbeAnswer> AskAsync(CancellationToken cancellation)
    {
        var search = new LineSearch(target.Log, pattern, sinceSequence: null, target.Run);
        while (search.Next() is null)
        {
            await search.MoreAsync(cancellation);
        }

        return new ProbeAnswer(true);
    }
}
