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
                // The lines of a message are not indented. On the platform it comes twice: as it was seen, then, behind the program's name, with its stack.
                var said = lines.Skip(at + 1).TakeWhile(line => !Ends(line)).ToList();
                var again = said.FindIndex(line => line.StartsWith("  from /", StringComparison.Ordinal)) + 1;
                var body = string.Join('\n', said.Skip(again < said.Count ? again : 0).Select(line => line.Trim()));
                (string File, int Line)? place = Place().Match(body) is { Success: true } found ? StackPlaces.At(found) : null;
                yield return TestOutcome.Failure(failed.Groups["name"].Value, body, place);
            }
        }
    }

    private static bool Ends(string line) =>
        line.StartsWith("Results File: ", StringComparison.Ordinal) || line.StartsWith("Running tests from ", StringComparison.Ordinal)
        || line.StartsWith("Test run ", StringComparison.Ordinal) || Told().IsMatch(line);

    [GeneratedRegex(@"^\s*([Pp]assed|[Ff]ailed|[Ss]kipped) \S.* [\[(][\d.,]+ ?(ms|s|m)( \d+ ?ms)?[\])]\s*$|^skipped \S|^/.+\.dll \(.+\) (passed|failed)|^(Passed!|Failed!|Skipped!) ", RegexOptions.ExplicitCapture, MatchMilliseconds)]
    private static partial Regex Told();

    [GeneratedRegex(@"^(Passed!|Failed!|Skipped!)\s+- Failed:\s*(?<failed>\d+), Passed:\s*(?<passed>\d+), Skipped:\s*(?<skipped>\d+), Total:", RegexOptions.ExplicitCapture, MatchMilliseconds)]
    private static partial Regex Total();

    [GeneratedRegex(@"^\s+(?<what>failed|succeeded|skipped): (?<count>\d+)\s*$", RegexOptions.ExplicitCapture, MatchMilliseconds)]
    private static partial Regex Count();

    [GeneratedRegex(@"^\s*[Ff]ailed (?<name>\S.*?) [\[(][\d.,]+ ?(ms|s|m)( \d+ ?ms)?[\])]\s*$", RegexOptions.ExplicitCapture, MatchMilliseconds)]
    private static partial Regex Failed();

    [GeneratedRegex(@" in (?<file>/.+?):(line )?(?<line>\d+)", RegexOptions.ExplicitCapture, MatchMilliseconds)]
    private static partial Regex Place();
}
