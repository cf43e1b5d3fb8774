using System.Text.RegularExpressions;
using Drover.Contracts.Tests;

namespace Drover.Daemon.Features.Tests.Reports;

/// <summary>What <c>dotnet test</c> prints where there is no trx: on Microsoft.Testing.Platform, and when the build fails.</summary>
/// <remarks>
/// A sample:
/// <code>
/// failed Shop.CartTests.Adds (12ms)
///   Assert.Equal() Failure: Values differ
///     at Shop.CartTests.Adds() in /shop/CartTests.cs:12
/// Test run summary: Failed!
///   total: 3
///   failed: 1
///   succeeded: 1
///   skipped: 1
/// </code>
/// </remarks>
internal static partial class DotnetText
{
    private const int MatchMilliseconds = 1000;

    public static TestOutcome? Read(IReadOnlyList<string> lines)
    {
        var broken = CompilerErrors.OfDotnet(lines);
        if (broken.Count > 0)
        {
            return new TestOutcome { Errors = broken.Count, Failures = broken };
        }

        var totals = TestOutcome.Sum(lines.Select(line => Total().Match(line)).Where(line => line.Success).Select(OfProject)) ?? OfPlatform(lines);
        return totals is null ? null : totals with { Failures = [.. Failures(lines)] };
    }

    private static TestOutcome OfProject(Match total) => new()
    {
        Passed = StackPlaces.Number(total.Groups["passed"].Value),
        Failed = StackPlaces.Number(total.Groups["failed"].Value),
        Skipped = StackPlaces.Number(total.Groups["skipped"].Value),
    };

    private static TestOutcome? OfPlatform(IReadOnlyList<string> lines)
    {
        var summary = lines.Select((line, at) => (line, at)).LastOrDefault(line => line.line.StartsWith("Test run summary:", StringComparison.Ordinal));
        if (summary.line is null)
        {
            return null;
        }

        var counts = lines.Skip(summary.at + 1).Select(line => Count().Match(line)).Where(line => line.Success)
            .GroupBy(line => line.Groups["what"].Value, StringComparer.Ordinal)
            .ToDictionary(line => line.Key, line => StackPlaces.Number(line.First().Groups["count"].Value), StringComparer.Ordinal);
        return new TestOutcome { Passed = counts.GetValueOrDefault("succeeded"), Failed = counts.GetValueOrDefault("failed"), Skipped = counts.GetValueOrDefault("skipped") };
    }

    private static IEnumerable<TestFailure> Failures(IReadOnlyList<string> lines)
    {
        for (var at = 0; at < lines.Count; at++)
        {
            if (Failed().Match(lines[at]) is { Success: true } failed)
            {
                var body = string.Join('\n', lines.Skip(at + 1).TakeWhile(line => line.StartsWith("  ", StringComparison.Ordinal) || line.Length == 0).Select(line => line.Trim()));
                (string File, int Line)? place = Place().Match(body) is { Success: true } found ? StackPlaces.At(found) : null;
                yield return TestOutcome.Failure(failed.Groups["name"].Value, body, place);
            }
        }
    }

    [GeneratedRegex(@"^(Passed!|Failed!|Skipped!)\s+- Failed:\s*(?<failed>\d+), Passed:\s*(?<passed>\d+), Skipped:\s*(?<skipped>\d+), Total:", RegexOptions.ExplicitCapture, MatchMilliseconds)]
    private static partial Regex Total();

    [GeneratedRegex(@"^\s+(?<what>failed|succeeded|skipped): (?<count>\d+)\s*$", RegexOptions.ExplicitCapture, MatchMilliseconds)]
    private static partial Regex Count();

    [GeneratedRegex(@"^\s*[Ff]ailed (?<name>\S.*?) [\[(][\d.,]+ ?(ms|s|m)( \d+ ?ms)?[\])]\s*$", RegexOptions.ExplicitCapture, MatchMilliseconds)]
    private static partial Regex Failed();

    [GeneratedRegex(@" in (?<file>/.+?):(line )?(?<line>\d+)", RegexOptions.ExplicitCapture, MatchMilliseconds)]
    private static partial Regex Place();
}
