using Drover.Daemon.Features.Sessions.Readiness;
using Drover.Daemon.Features.Sessions.Specs;
using Drover.Supervision.Supervisor;

namespace Drover.Daemon.Features.Sessions;

/// <summary>A row of the sessions table.</summary>
internal sealed record StoredSession
{
    public required Guid Id { get; init; }

    public required DateTimeOffset CreatedAt { get; init; }

    public required SessionPlan Plan { get; init; }

    public required ProcessSnapshot Snapshot { get; init; }

    public HealthStatus Health { get; init; } = HealthStatus.None;

    public FileChanges Changes { get; init; } = FileChanges.None;

    public DateTimeOffset? LastStoppedAt { get; init; }
}
