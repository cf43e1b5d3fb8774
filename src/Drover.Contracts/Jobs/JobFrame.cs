using System.Text.Json.Serialization;
using Drover.Contracts.Tests;

namespace Drover.Contracts.Jobs;

/// <summary>One server-sent event of a job, as a reader takes it. <see cref="Type"/> says which fields there are.</summary>
public sealed record JobFrame
{
    /// <summary><c>start</c>, <c>stdout</c>, <c>stderr</c>, <c>gap</c>, <c>result</c> or <c>exit</c>.</summary>
    public required string Type { get; init; }

    /// <summary>start: the job.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? JobId { get; init; }

    /// <summary>start: its process; null when it could not be started.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public int? Pid { get; init; }

    /// <summary>start: the command as it was given.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Cmd { get; init; }

    /// <summary>start: the ports it was given, by name.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public IReadOnlyDictionary<string, int>? Ports { get; init; }

    /// <summary>stdout, stderr: the line without its newline. Bytes that are no UTF-8 are U+FFFD.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Line { get; init; }

    /// <summary>stdout, stderr: true for a piece of a line longer than 64 KiB that goes on in the stream's next frame.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public bool? Continued { get; init; }

    /// <summary>
    /// stdout, stderr: what was written in base64, with the newline if there was one. Absent where that is <see cref="Line"/> and a newline, or,
    /// for a line that goes on, <see cref="Line"/> alone.
    /// </summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public byte[]? Raw { get; init; }

    /// <summary>gap: how many lines before the next frame are not retained any more.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public long? Dropped { get; init; }

    /// <summary>exit: exit code; 128 + the signal, 127 for a command that could not be started.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public int? Code { get; init; }

    /// <summary>exit: name of the signal that ended it, e.g. <c>SIGTERM</c>.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Signal { get; init; }

    /// <summary>exit: why it ended.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public JobReason? Reason { get; init; }

    /// <summary>exit: what there is to say about it, for people.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Message { get; init; }

    /// <summary>exit, result: how long it ran, in milliseconds.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public long? DurationMs { get; init; }

    /// <summary>exit: true when lines are missing from this stream, as <c>gap</c> frames have told.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public bool? Truncated { get; init; }

    /// <summary>result: the test framework that ran.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Framework { get; init; }

    /// <summary>result: the command as a person would type it.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Command { get; init; }

    /// <summary>result: the folder it ran in, relative to the workspace.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Cwd { get; init; }

    /// <summary>result: tests that passed.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public int? Passed { get; init; }

    /// <summary>result: tests that failed.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public int? Failed { get; init; }

    /// <summary>result: tests that were skipped.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public int? Skipped { get; init; }

    /// <summary>result: what broke outside of a test.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public int? Errors { get; init; }

    /// <summary>result: all of these together.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public int? Total { get; init; }

    /// <summary>result: what failed and broke.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public IReadOnlyList<TestFailure>? Failures { get; init; }

    /// <summary>result: whether there was something to read it from.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public bool? Parsed { get; init; }
}
