using System.Text.RegularExpressions;
using Drover.Contracts.Tests;

namespace Drover.Daemon.Features.Tests.Reports;

/// <summary>What <c>cargo test</c> prints: libtest's JSON is for nightly compilers only.</summary>
/// <remarks>
/// A sample:
/// <code>
/// ---- tests::bad stdout ----
/// thread 'tests::bad' panicked at src/lib.rs:4:43:
/// assertion `left == right` failed
///
/// test result: FAILED. 1 passed; 1 failed; 1 ignored; 0 measured; 0 filtered out; finished in 0.21s
/// </code>
/// </remarks>
internal static partial class CargoText
{
    private const int MatchMilliseconds = 1000;

    public static TestOutcome? Read(IReadOnlyList<string> lines)
    {
        var outcome = TestOutcome.Sum(lines.Select(line => Result().Match(line)).Where(line => line.Success).Select(OfBinary));
        var broken = CompilerErrors.OfCargo(lines);
        if (outcome is null && broken.Count == 0)
        {
            return null;
        }

        return (outcome ?? new TestOutcome()) with { Errors = broken.Count, Failures = [.. broken, .. Failures(lines)] };
    }

    private static TestOutcome OfBinary(Match result) => new()
    {
        Passed = StackPlaces.Number(result.Groups["passed"].Value),
        Failed = StackPlaces.Number(result.Groups["failed"].Value),
        Skipped = StackPlaces.Number(result.Groups["ignored"].Value),
    };

    private static IEnumerable<TestFailure> Failures(IReadOnlyList<string> lines)
    {
        for (var at = 0; at < lines.Count; at++)
        {
            if (Section().Match(lines[at]) is not { Success: true } section)
            {
                continue;
            }

            var body = lines.Skip(at + 1).TakeWhile(line => !Section().IsMatch(line) && line is not "failures:").ToList();
            var text = string.Join('\n', body.TakeWhile(line => line is not "stack backtrace:").Where(line => !line.StartsWith("note: ", StringComparison.Ordinal)));
            (string File, int Line)? place = Panic().Match(text) is { Success: true } panic ? StackPlaces.At(panic) : null;
            yield return TestOutcome.Failure(section.Groups["name"].Value, text, place);
        }
    }

    [GeneratedRegex(@"^test result: \w+\. (?<passed>\d+) passed; (?<failed>\d+) failed; (?<ignored>\d+) ignored;", RegexOptions.ExplicitCapture, MatchMilliseconds)]
    private static partial Regex Result();

    [GeneratedRegex(@"^---- (?<name>.+?) (stdout|stderr) ----$", RegexOptions.ExplicitCapture, MatchMilliseconds)]
    private static partial Regex Section();

    // Since Rust 1.73 the place comes first: panicked at src/lib.rs:4:43: — before, last: panicked at 'message', src/lib.rs:4:43
    [GeneratedRegex(@"panicked at ('[\s\S]*?', (?=[^\s:']+:\d+:\d+))?(?<file>[^\s:']+):(?<line>\d+):\d+", RegexOptions.ExplicitCapture, MatchMilliseconds)]
    private static partial Regex Panic();
}
