using System.Text.RegularExpressions;
using Drover.Contracts.Tests;

namespace Drover.Daemon.Features.Tests.Reports;

/// <summary>What mocha's spec reporter prints: its JSON would be instead of that, not beside it.</summary>
/// <remarks>
/// A sample:
/// <code>
///   1 passing (8ms)
///   1 failing
///
///   1) sum
///        fails:
///      AssertionError: 2 !== 3
///       at Context.&lt;anonymous&gt; (test/a.js:4:12)
/// </code>
/// </remarks>
internal static partial class MochaText
{
    private const int MatchMilliseconds = 1000;

    public static TestOutcome? Read(IReadOnlyList<string> lines)
    {
        var counts = new Dictionary<string, int>(StringComparer.Ordinal);
        var end = 0;
        for (var at = 0; at < lines.Count; at++)
        {
            if (Count().Match(lines[at]) is { Success: true } count)
            {
                // The tests may print such lines, too: the last ones are mocha's.
                counts = count.Groups["what"].Value == "passing" ? new(StringComparer.Ordinal) : counts;
                counts[count.Groups["what"].Value] = StackPlaces.Number(count.Groups["count"].Value);
                end = at + 1;
            }
        }

        return !counts.TryGetValue("passing", out var passed) ? null : new TestOutcome
        {
            Passed = passed,
            Failed = counts.GetValueOrDefault("failing"),
            Skipped = counts.GetValueOrDefault("pending"),
            Failures = counts.ContainsKey("failing") ? [.. Blocks(lines, end).Select(Failure)] : [],
        };
    }

    private static IEnumerable<List<string>> Blocks(IReadOnlyList<string> lines, int from)
    {
        List<string>? block = null;
        var next = 1;
        foreach (var line in lines.Skip(from))
        {
            if (line.StartsWith($"  {next}) ", StringComparison.Ordinal))
            {
                if (block is not null)
                {
                    yield return block;
                }

                block = [line[(line.IndexOf(')', StringComparison.Ordinal) + 1)..]];
                next++;
            }
            else
            {
                block?.Add(line);
            }
        }

        if (block is not null)
        {
            yield return block;
        }
    }

    // The titles, one a line, up to the one that ends with a colon; then what was thrown.
    private static TestFailure Failure(List<string> block)
    {
        var titles = block.FindIndex(line => line.TrimEnd().EndsWith(':')) is >= 0 and var last ? last + 1 : 1;
        var name = string.Join(" > ", block.Take(titles).Select(line => line.Trim())).TrimEnd(':');
        var rest = block.Skip(titles).ToList();
        var message = rest.Where(line => !line.TrimStart().StartsWith("at ", StringComparison.Ordinal)).Select(line => line.Trim());
        return TestOutcome.Failure(name, string.Join('\n', message).Trim('\n'), StackPlaces.OfJavaScript(string.Join('\n', rest.Where(line => line.TrimStart().StartsWith("at ", StringComparison.Ordinal)))));
    }

    [GeneratedRegex(@"^ +(?<count>\d+) (?<what>passing|pending|failing)( \(.*\))?\s*$", RegexOptions.ExplicitCapture, MatchMilliseconds)]
    private static partial Regex Count();
}
