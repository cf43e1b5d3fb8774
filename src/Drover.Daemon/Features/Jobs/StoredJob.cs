using Drover.Contracts.Jobs;
using Drover.Supervision.Supervisor;

namespace Drover.Daemon.Features.Jobs;

/// <summary>A row of the jobs table.</summary>
internal sealed record StoredJob
{
    public required Guid Id { get; init; }

    public required DateTimeOffset CreatedAt { get; init; }

    public required JobPlan Plan { get; init; }

    public required ProcessSnapshot Snapshot { get; init; }

    public JobReason? Ending { get; init; }

    public long? EndSequence { get; init; }

    public TimeSpan? Duration { get; init; }

    public static StoredJob Of(KnownJob job) => new()
    {
        Id = job.Id,
        CreatedAt = job.CreatedAt,
        Plan = job.Plan,
        Snapshot = job.Snapshot,
        Ending = job.Ending,
        EndSequence = job.EndSequence,
        Duration = job.Duration,
    };
}
