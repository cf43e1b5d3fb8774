namespace Drover.Daemon.Projects.Tools;

/// <summary>A project as agents read it: a row a process, and of those that failed the last words.</summary>
internal sealed record ProjectAnswer
{
    public required string Project { get; init; }

    public required string State { get; init; }

    public string? File { get; init; }

    /// <summary>What is wrong with the file.</summary>
    public string? Problem { get; init; }

    public required IReadOnlyList<ProjectAnswerRow> Processes { get; init; }

    /// <summary>How to go on.</summary>
    public string? Next { get; init; }
}

/// <summary>One process.</summary>
internal sealed record ProjectAnswerRow
{
    public required string Name { get; init; }

    public string? Label { get; init; }

    /// <summary>What <c>up</c> did, or would do.</summary>
    public string? Action { get; init; }

    public string? Because { get; init; }

    public string? Status { get; init; }

    public string? Reason { get; init; }

    public string? Url { get; init; }

    /// <summary>Last lines of one that failed.</summary>
    public string? Output { get; init; }
}
