namespace Drover.Daemon.Features.Tasks.Runners;

/// <summary>How an attempt ended, as far as its process tells.</summary>
/// <param name="IsSuccess">Whether it did what it should.</param>
/// <param name="Reason">Why not, in one sentence; null on success.</param>
/// <param name="Summary">The last that the agent said; null when it said nothing.</param>
internal sealed record RunnerOutcome(bool IsSuccess, string? Reason, string? Summary)
{
    public static RunnerOutcome Good(string? summary) => new(true, null, summary);

    public static RunnerOutcome Bad(string reason, string? summary) => new(false, reason, summary);
}
