using System.Text.Json.Serialization;

namespace Drover.Daemon.Features.Sessions.Tools.Answers;

/// <summary>A row of the list: what an agent needs to choose one.</summary>
internal record ListedProcess : ProcessAnswer
{
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public IReadOnlyList<int>? Ports { get; init; }

    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public int RestartCount { get; init; }
}

/// <summary>Everything that is known of one process in a few figures.</summary>
internal sealed record ProcessStatus : ListedProcess
{
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Health { get; init; }

    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public IReadOnlyList<string>? Urls { get; init; }

    public long UptimeMs { get; init; }

    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public double? CpuPercent { get; init; }

    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public long? MemoryBytes { get; init; }

    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public IReadOnlyList<string>? Watch { get; init; }

    /// <summary>Cursor behind everything it has printed until now.</summary>
    public long NextSeq { get; init; }
}

/// <summary>What became of a start, a restart or a wait.</summary>
internal sealed record ProcessOutcome : ProcessAnswer
{
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Verdict { get; init; }

    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Match { get; init; }

    /// <summary>Its last lines.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Output { get; init; }

    public long NextSeq { get; init; }

    /// <summary>How to go on.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Next { get; init; }
}

/// <summary>Lines of a process.</summary>
internal sealed record ProcessOutput : ProcessAnswer
{
    public required string Output { get; init; }

    /// <summary>How many lines that is, before repeats were folded.</summary>
    public int Lines { get; init; }

    /// <summary>Text behind the last newline, e.g. a prompt.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Partial { get; init; }

    public long NextSeq { get; init; }

    /// <summary>What is not in it, and how to get that.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Rest { get; init; }
}

/// <summary>The files of a process's log, oldest first; joined they are exactly what it wrote, as far as retained.</summary>
internal sealed record ProcessLogPaths : ProcessAnswer
{
    public required IReadOnlyList<string> Stdout { get; init; }

    public required IReadOnlyList<string> Stderr { get; init; }
}

internal sealed record InputSent : ProcessAnswer
{
    public int Written { get; init; }

    public long NextSeq { get; init; }
}
