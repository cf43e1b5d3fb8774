namespace Drover.Contracts.Tests;

/// <summary>A test that did not pass, or something that kept tests from running.</summary>
public sealed record TestFailure
{
    /// <summary>The test's name; that of the file or package when it could not even be loaded.</summary>
    public required string Name { get; init; }

    /// <summary>Where it failed, relative to the workspace when it lies inside; null when that is not known.</summary>
    public string? File { get; init; }

    /// <summary>The line there, from 1.</summary>
    public int? Line { get; init; }

    /// <summary>What the framework says about it, up to 4000 characters.</summary>
    public string? Message { get; init; }
}
