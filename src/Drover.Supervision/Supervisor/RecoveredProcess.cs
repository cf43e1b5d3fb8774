namespace Drover.Supervision.Supervisor;

/// <summary>What the owner's store remembers of a process when the daemon starts again.</summary>
/// <param name="Id">Id of the session (or job).</param>
/// <param name="Snapshot">Its last stored snapshot.</param>
public sealed record RecoveredProcess(Guid Id, ProcessSnapshot Snapshot);
