using Microsoft.Extensions.Logging;

namespace Drover.Supervision.Watching;

/// <summary>Whom a tree talks to.</summary>
/// <param name="OnBatch">Takes batches, one at a time.</param>
/// <param name="OnProblem">Takes one sentence about something that is not watched any more.</param>
/// <param name="Time">The clock.</param>
/// <param name="Logger">The log.</param>
internal sealed record WatchCallbacks(Action<WatchBatch> OnBatch, Action<string>? OnProblem, TimeProvider Time, ILogger Logger);
