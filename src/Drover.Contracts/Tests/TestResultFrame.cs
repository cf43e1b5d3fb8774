namespace Drover.Contracts.Tests;

/// <summary>The event before the last one of a test run: what came out of it.</summary>
public sealed record TestResultFrame
{
    /// <summary><c>result</c>.</summary>
    public string Type { get; } = "result";

    /// <summary>The framework that ran.</summary>
    public required string Framework { get; init; }

    /// <summary>The command as a person would type it, in <see cref="Cwd"/>.</summary>
    public required string Command { get; init; }

    /// <summary>The folder it ran in, relative to the workspace.</summary>
    public required string Cwd { get; init; }

    /// <summary>Tests that passed.</summary>
    public required int Passed { get; init; }

    /// <summary>Tests that failed.</summary>
    public required int Failed { get; init; }

    /// <summary>Tests that were skipped, pending, ignored or still to be written.</summary>
    public required int Skipped { get; init; }

    /// <summary>What broke outside of a test: a fixture, a file that does not load, a package that does not compile.</summary>
    public required int Errors { get; init; }

    /// <summary>All four together.</summary>
    public required int Total { get; init; }

    /// <summary>How long the command ran, in milliseconds.</summary>
    public required long DurationMs { get; init; }

    /// <summary>What failed and broke, the first 200.</summary>
    public required IReadOnlyList<TestFailure> Failures { get; init; }

    /// <summary>False when the framework left nothing that could be read, because it did not get that far: all numbers are 0 then.</summary>
    public required bool Parsed { get; init; }
}
