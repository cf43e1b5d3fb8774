using System.Text.RegularExpressions;
using Drover.Contracts.Tests;

namespace Drover.Daemon.Features.Tests.Reports;

/// <summary>What came of a test run.</summary>
internal sealed partial record TestOutcome
{
    private const int MatchMilliseconds = 1000;
    private const int LongestMessage = 4000;

    public int Passed { get; init; }

    public int Failed { get; init; }

    public int Skipped { get; init; }

    public int Errors { get; init; }

    public IReadOnlyList<TestFailure> Failures { get; init; } = [];

    public static TestOutcome operator +(TestOutcome one, TestOutcome other) => new()
    {
        Passed = one.Passed + other.Passed,
        Failed = one.Failed + other.Failed,
        Skipped = one.Skipped + other.Skipped,
        Errors = one.Errors + other.Errors,
        Failures = [.. one.Failures, .. other.Failures],
    };

    /// <returns>Null when there are none.</returns>
    public static TestOutcome? Sum(IEnumerable<TestOutcome?> outcomes) =>
        outcomes.OfType<TestOutcome>().ToList() is { Count: > 0 } some ? some.Aggregate((one, other) => one + other) : null;

    public static TestFailure Failure(string name, string? message, (string File, int Line)? place) =>
        new() { Name = name, File = place?.File, Line = place?.Line > 0 ? place.Value.Line : null, Message = Text(message) };

    /// <summary>Without colours and blank ends, and of bounded length.</summary>
    public static string? Text(string? message)
    {
        var text = message is null ? "" : Plain(message).Trim('\r', '\n').TrimEnd();
        return text.Length == 0 ? null : text.Length <= LongestMessage ? text : text[..LongestMessage] + "…";
    }

    public static string Plain(string text) => text.Contains('\e', StringComparison.Ordinal) ? Escapes().Replace(text, "") : text;

    [GeneratedRegex(@"\e(\[[0-9;?]*[ -/]*[@-~]|\][^\a\e]*(\a|\e\\))", RegexOptions.ExplicitCapture, MatchMilliseconds)]
    private static partial Regex Escapes();
}
