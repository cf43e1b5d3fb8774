using System.Text.RegularExpressions;
using Drover.Contracts.Tests;

namespace Drover.Daemon.Features.Tests.Reports;

/// <summary>TAP as <c>node --test</c> writes it: subtests by indentation, what is known of each as YAML below it, the totals at the end.</summary>
/// <remarks>
/// A sample:
/// <code>
///     not ok 2 - fails
///       ---
///       location: '/shop/test/a.test.js:3:3'
///       failureType: 'testCodeFailure'
///       error: |-
///         Expected values to be strictly equal:
///       ...
/// # fail 1
/// </code>
/// </remarks>
internal static partial class NodeTap
{
    private const int MatchMilliseconds = 1000;

    public static TestOutcome? Read(string text)
    {
        var lines = text.Split('\n');
        var totals = new Dictionary<string, int>(StringComparer.Ordinal);
        var above = new List<string>();
        var failures = new List<TestFailure>();
        for (var at = 0; at < lines.Length; at++)
        {
            if (Total().Match(lines[at]) is { Success: true } total)
            {
                totals[total.Groups["what"].Value] = StackPlaces.Number(total.Groups["count"].Value);
            }
            else if (Subtest().Match(lines[at]) is { Success: true } subtest)
            {
                var depth = subtest.Groups["indentation"].Length / 4;
                above = [.. above.Take(depth), subtest.Groups["name"].Value];
            }
            else if (NotOk().Match(lines[at]) is { Success: true } test && !test.Groups["directive"].Success)
            {
                var depth = test.Groups["indentation"].Length / 4;
                var known = Yaml(lines, at + 1, test.Groups["indentation"].Length + 2);
                if (known.GetValueOrDefault("failureType") is not "subtestsFailed")
                {
                    failures.Add(Failure(string.Join(" > ", above.Take(depth).Append(test.Groups["name"].Value)), known));
                }
            }
        }

        // Without totals it did not get to its end.
        return !totals.TryGetValue("pass", out var passed) ? null : new TestOutcome
        {
            Passed = passed,
            Failed = totals.GetValueOrDefault("fail"),
            Skipped = totals.GetValueOrDefault("skipped") + totals.GetValueOrDefault("todo"),
            Errors = totals.GetValueOrDefault("cancelled"),
            Failures = failures,
        };
    }

    private static TestFailure Failure(string name, Dictionary<string, string> known)
    {
        (string File, int Line)? place = Location().Match(known.GetValueOrDefault("location") ?? "") is { Success: true } location ? StackPlaces.At(location) : null;

        // The location is where the test begins; the stack knows where it failed.
        var failed = place is { } begins ? StackPlaces.OfJavaScript(known.GetValueOrDefault("stack") ?? "", begins.File) ?? begins : place;
        return TestOutcome.Failure(Unescape(name), known.GetValueOrDefault("error"), failed);
    }

    private static Dictionary<string, string> Yaml(string[] lines, int at, int indentation)
    {
        var known = new Dictionary<string, string>(StringComparer.Ordinal);
        var margin = new string(' ', indentation);
        if (at >= lines.Length || lines[at] != margin + "---")
        {
            return known;
        }

        for (at++; at < lines.Length && lines[at] != margin + "..."; at++)
        {
            if (Key().Match(lines[at]) is not { Success: true } key || key.Groups["indentation"].Length != indentation)
            {
                continue;
            }

            var value = key.Groups["value"].Value.TrimEnd();
            if (value is "|-" or "|" or ">-")
            {
                var block = new List<string>();
                while (at + 1 < lines.Length && (lines[at + 1].StartsWith(margin + "  ", StringComparison.Ordinal) || lines[at + 1].Trim().Length == 0))
                {
                    at++;
                    block.Add(lines[at].Length > indentation + 2 ? lines[at][(indentation + 2)..] : "");
                }

                value = string.Join('\n', block);
            }
            else if (value is ['\'', .. var quoted, '\''])
            {
                value = quoted.Replace("''", "'", StringComparison.Ordinal);
            }

            known[key.Groups["key"].Value] = value;
        }

        return known;
    }

    private static string Unescape(string name) => name.Replace("\\#", "#", StringComparison.Ordinal).Replace("\\\\", "\\", StringComparison.Ordinal);

    [GeneratedRegex(@"^# (?<what>tests|suites|pass|fail|cancelled|skipped|todo) (?<count>\d+)\s*$", RegexOptions.ExplicitCapture, MatchMilliseconds)]
    private static partial Regex Total();

    [GeneratedRegex(@"^(?<indentation> *)# Subtest: (?<name>.*)$", RegexOptions.ExplicitCapture, MatchMilliseconds)]
    private static partial Regex Subtest();

    [GeneratedRegex(@"^(?<indentation> *)not ok \d+ - (?<name>.*?)(?<directive> # (SKIP|TODO)\b.*)?$", RegexOptions.ExplicitCapture, MatchMilliseconds)]
    private static partial Regex NotOk();

    [GeneratedRegex(@"^(?<indentation> *)(?<key>\w+): (?<value>.*)$", RegexOptions.ExplicitCapture, MatchMilliseconds)]
    private static partial Regex Key();

    [GeneratedRegex(@"^(?<file>.*):(?<line>\d+):\d+$", RegexOptions.ExplicitCapture, MatchMilliseconds)]
    private static partial Regex Location();
}
