using System.Text.Json;

namespace Drover.Daemon.Features.Jobs;

/// <summary>What each run directory keeps of its job (readable by its owner only), so that a lost database loses no running job.</summary>
internal sealed record JobPayload
{
    public required string Cmd { get; init; }

    public required string Workspace { get; init; }

    public required string Cwd { get; init; }

    public required double TimeoutSeconds { get; init; }

    public required IReadOnlyDictionary<string, int> Ports { get; init; }

    public required DateTimeOffset CreatedAt { get; init; }

    public static string Of(KnownJob job) => JsonSerializer.Serialize(
        new JobPayload
        {
            Cmd = job.Plan.Cmd,
            Workspace = job.Plan.Workspace,
            Cwd = job.Plan.Cwd,
            TimeoutSeconds = job.Plan.Timeout.TotalSeconds,
            Ports = job.Plan.Ports,
            CreatedAt = job.CreatedAt,
        },
        JobJson.Default.JobPayload);

    /// <exception cref="JsonException">It is somebody else's text.</exception>
    public static JobPayload Parse(string text) => JsonSerializer.Deserialize(text, JobJson.Default.JobPayload) ?? throw new JsonException("The payload is null.");

    public JobPlan Plan() => new() { Cmd = Cmd, Workspace = Workspace, Cwd = Cwd, Timeout = TimeSpan.FromSeconds(TimeoutSeconds), Ports = Ports };
}
