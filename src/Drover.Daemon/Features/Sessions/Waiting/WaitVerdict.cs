using Drover.Contracts.Sessions;

namespace Drover.Daemon.Features.Sessions.Waiting;

/// <summary>What a wait came to.</summary>
/// <param name="Outcome">In one word.</param>
/// <param name="Reason">In one sentence.</param>
/// <param name="Match">The line that matched.</param>
internal sealed record WaitVerdict(WaitOutcome Outcome, string Reason, string? Match = null);
