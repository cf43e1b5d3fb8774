namespace Drover.Daemon.Features.Tasks;

/// <summary>What is kept with a run, for a daemon whose database was lost: whose it was.</summary>
internal sealed record TaskPayload(Guid TaskId);
