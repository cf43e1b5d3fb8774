namespace Drover.Daemon.Features.Jobs.Tools;

internal sealed record RunArguments(
    string? Command, string? WorkingDirectory, IReadOnlyDictionary<string, string>? Environment, string? Stdin, double? Timeout, int? WaitMs, int? Lines);

internal sealed record ListJobsArguments(bool? All);

internal sealed record CancelArguments(string? JobId);

internal sealed record JobOutputArguments(string? JobId, string? Stream, int? Lines, long? SinceSeq, string? Grep, int? MaxBytes);
