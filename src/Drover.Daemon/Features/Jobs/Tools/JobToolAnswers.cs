using System.Text.Json.Serialization;
using Drover.Contracts.Jobs;

namespace Drover.Daemon.Features.Jobs.Tools;

/// <summary>A job as agents are told of it.</summary>
internal sealed record JobAnswer
{
    public required string JobId { get; init; }

    public required JobState State { get; init; }

    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public int? ExitCode { get; init; }

    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public JobReason? Reason { get; init; }

    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Message { get; init; }

    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public long? DurationMs { get; init; }

    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public IReadOnlyDictionary<string, int>? Ports { get; init; }

    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Output { get; init; }

    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Rest { get; init; }

    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public long? NextSeq { get; init; }

    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Next { get; init; }

    public static JobAnswer Of(KnownJob job)
    {
        var end = job.End;
        return new JobAnswer
        {
            JobId = job.Name,
            State = job.State,
            ExitCode = end?.Code,
            Reason = end?.Reason,
            Message = end?.Message,
            DurationMs = JobViews.DurationMs(job),
            Ports = job.Plan.Ports.Count > 0 ? job.Plan.Ports : null,
        };
    }
}

/// <summary>A row of <c>list_jobs</c>.</summary>
internal sealed record JobRow(string JobId, string Command, string WorkingDirectory, JobState State, int? ExitCode, DateTimeOffset StartTime);

/// <summary>Answer of <c>list_jobs</c>.</summary>
internal sealed record JobListing(IReadOnlyList<JobRow> Jobs, int Omitted);
