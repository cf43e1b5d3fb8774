using ModelContextProtocol;
using ModelContextProtocol.Protocol;
using ModelContextProtocol.Server;

namespace Drover.Daemon.Edges.Mcp.Offers;

/// <summary>A call while it runs: who calls, and what may be said meanwhile.</summary>
internal sealed class ToolCall(RequestContext<CallToolRequestParams> request) : IDisposable
{
    private readonly Lock _gate = new();
    private double _last = double.NegativeInfinity;

    public McpCaller Caller { get; } = McpCaller.Of(request);

    /// <summary>Whether the client gave a token for progress; without one <see cref="ReportAsync"/> does nothing.</summary>
    public bool WantsProgress => request.Params.ProgressToken is not null;

    /// <summary>Progress must rise (the protocol says so); what does not, or comes after the answer, is not sent.</summary>
    /// <param name="progress">How far, in any unit.</param>
    /// <param name="total">How far it goes; null when nobody knows.</param>
    /// <param name="message">What is being done.</param>
    /// <param name="ends">The call's token.</param>
    public async Task ReportAsync(double progress, double? total, string message, CancellationToken ends)
    {
        if (request.Params.ProgressToken is { } token && Rises(progress))
        {
            var report = new ProgressNotificationValue { Progress = (float)progress, Total = (float?)total, Message = message };
            await request.Server.NotifyProgressAsync(token, report, cancellationToken: ends);
        }
    }

    /// <summary>The answer is there: no more progress.</summary>
    public void Dispose() => Rises(double.PositiveInfinity);

    private bool Rises(double progress)
    {
        lock (_gate)
        {
            var rises = progress > _last;
            _last = Math.Max(_last, progress);
            return rises;
        }
    }
}
