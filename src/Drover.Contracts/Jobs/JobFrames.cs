namespace Drover.Contracts.Jobs;

/// <summary>The first event of a job.</summary>
public sealed record JobStartFrame
{
    /// <summary><c>start</c>.</summary>
    public string Type { get; } = "start";

    /// <summary>The job.</summary>
    public required string JobId { get; init; }

    /// <summary>Its process; null when it could not be started.</summary>
    public required int? Pid { get; init; }

    /// <summary>The command as it was given.</summary>
    public required string Cmd { get; init; }

    /// <summary>The ports it was given, by name.</summary>
    public required IReadOnlyDictionary<string, int> Ports { get; init; }
}

/// <summary>The last event of a job.</summary>
public sealed record JobExitFrame
{
    /// <summary><c>exit</c>.</summary>
    public string Type { get; } = "exit";

    /// <summary>Exit code; 128 + the signal when one ended it, 127 for a command that could not be started.</summary>
    public required int Code { get; init; }

    /// <summary>Name of that signal, e.g. <c>SIGTERM</c>; null when none did.</summary>
    public required string? Signal { get; init; }

    /// <summary>Why it ended.</summary>
    public required JobReason Reason { get; init; }

    /// <summary>What there is to say besides, for people.</summary>
    [System.Text.Json.Serialization.JsonIgnore(Condition = System.Text.Json.Serialization.JsonIgnoreCondition.WhenWritingNull)]
    public string? Message { get; init; }

    /// <summary>How long it ran, in milliseconds.</summary>
    public required long DurationMs { get; init; }

    /// <summary>True when lines are missing from this stream, as <c>gap</c> frames have told.</summary>
    public required bool Truncated { get; init; }
}
