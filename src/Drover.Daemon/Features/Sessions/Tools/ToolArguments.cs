using System.Text.Json;

namespace Drover.Daemon.Features.Sessions.Tools;

/// <summary>Which process, and nothing else.</summary>
internal sealed record ProcessArguments(int? Pid, string? Id, string? Label) : IChoosesProcess;

/// <summary>What a wait waits for, and how long.</summary>
internal sealed record WaitArguments(string? For, string? Pattern, int? TimeoutMs);

internal sealed record StartArguments(
    string? Command,
    string? WorkingDirectory,
    IReadOnlyDictionary<string, string>? Environment,
    string? Label,
    IReadOnlyList<string>? Watch,
    JsonElement? Ready,
    WaitArguments? Wait);

internal sealed record StopArguments(int? Pid, string? Id, string? Label, bool? Force) : IChoosesProcess;

internal sealed record RestartArguments(int? Pid, string? Id, string? Label, WaitArguments? Wait) : IChoosesProcess;

internal sealed record WaitForArguments(int? Pid, string? Id, string? Label, string? For, string? Pattern, int? TimeoutMs, long? SinceSeq) : IChoosesProcess;

internal sealed record ListArguments(string? Status, string? Label, string? Command, string? WorkingDirectory);

internal sealed record OutputArguments(
    int? Pid,
    string? Id,
    string? Label,
    string? Stream,
    int? Lines,
    string? SinceTime,
    string? BeforeTime,
    long? SinceSeq,
    string? Grep,
    int? MaxBytes) : IChoosesProcess;

internal sealed record InputArguments(int? Pid, string? Id, string? Label, string? Text, bool? Eof) : IChoosesProcess;

internal sealed record SearchArguments(string? Grep, string? Label, string? SinceTime, string? BeforeTime, int? Lines, int? MaxBytes);

internal sealed record EventArguments(long? SinceSeq, int? Limit);
