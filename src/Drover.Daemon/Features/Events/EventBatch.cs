using Drover.Contracts.Events;

namespace Drover.Daemon.Features.Events;

/// <summary>What one read of the event log gave.</summary>
/// <param name="Events">Oldest first.</param>
/// <param name="NextSequence">Where to read on.</param>
/// <param name="Dropped">Events between the asked number and the first one still there.</param>
internal sealed record EventBatch(IReadOnlyList<DroverEvent> Events, long NextSequence, long Dropped);
