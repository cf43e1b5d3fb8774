using System.Text.RegularExpressions;
using Drover.Contracts.Tests;

namespace Drover.Daemon.Features.Tests.Reports;

/// <summary>What <c>go test -v</c> prints: the JSON that <c>-json</c> makes of it would be instead of that, not beside it.</summary>
/// <remarks>
/// A sample:
/// <code>
/// === RUN   TestBad
///     a_test.go:5: got 1
/// --- FAIL: TestBad (0.00s)
/// FAIL	example.com/x	0.002s
/// </code>
/// </remarks>
internal sealed partial class GoText
{
    private const int MatchMilliseconds = 1000;
    private const int MostLines = 50;

    private readonly string _module;
    private readonly Dictionary<string, List<string>> _output = new(StringComparer.Ordinal);
    private readonly Dictionary<string, List<string>> _building = new(StringComparer.Ordinal);
    private readonly List<(string Name, string Verdict)> _tests = [];
    private readonly List<string> _afterwards = [];
    private readonly List<TestFailure> _failures = [];
    private string? _current;
    private string? _compiling;
    private (int Passed, int Failed, int Skipped, int Errors) _counts;
    private bool _sawPackage;

    private GoText(string module) => _module = module;

    /// <param name="lines">What it printed, without colours.</param>
    /// <param name="module">The module's path, as go.mod has it: packages are folders below it.</param>
    public static TestOutcome? Read(IReadOnlyList<string> lines, string module)
    {
        var text = new GoText(module);
        foreach (var line in lines)
        {
            text.Take(line);
        }

        return !text._sawPackage ? null : new TestOutcome
        {
            Passed = text._counts.Passed,
            Failed = text._counts.Failed,
            Skipped = text._counts.Skipped,
            Errors = text._counts.Errors,
            Failures = text._failures,
        };
    }

    private void Take(string line)
    {
        if (Running().Match(line) is { Success: true } running)
        {
            (_current, _compiling) = (running.Groups["name"].Value, null);
        }
        else if (Verdict().Match(line) is { Success: true } verdict)
        {
            (_current, _compiling) = (verdict.Groups["name"].Value, null);
            _tests.Add((_current, verdict.Groups["verdict"].Value));
        }
        else if (Package().Match(line) is { Success: true } package)
        {
            EndPackage(package.Groups["name"].Value, package.Groups["verdict"].Value == "FAIL");
        }
        else if (line.StartsWith("# ", StringComparison.Ordinal))
        {
            _compiling = line[2..].Split(' ')[0];
        }
        else if (_compiling is not null)
        {
            Add(_building, _compiling, line);
        }
        else if (_current is not null)
        {
            Add(_output, _current, line);
        }
        else if (_afterwards.Count < MostLines)
        {
            _afterwards.Add(line);
        }
    }

    private static void Add(Dictionary<string, List<string>> texts, string of, string line)
    {
        if (!texts.TryGetValue(of, out var lines))
        {
            texts[of] = lines = [];
        }

        if (lines.Count < MostLines)
        {
            lines.Add(line);
        }
    }

    private void EndPackage(string package, bool isFailed)
    {
        _sawPackage = true;
        var folder = package == _module ? "" : package.StartsWith(_module + "/", StringComparison.Ordinal) ? package[(_module.Length + 1)..] + "/" : "";
        var failedBefore = _counts.Failed;
        foreach (var (name, verdict) in _tests)
        {
            // A test with subtests is only their sum, unless it failed by itself.
            var hasSubtests = _tests.Any(test => test.Name.StartsWith(name + "/", StringComparison.Ordinal));
            var isSum = hasSubtests && (verdict != "FAIL" || _tests.Any(test => test.Verdict == "FAIL" && test.Name.StartsWith(name + "/", StringComparison.Ordinal)));
            if (isSum)
            {
                continue;
            }

            switch (verdict)
            {
                case "PASS":
                    _counts.Passed++;
                    break;
                case "SKIP":
                    _counts.Skipped++;
                    break;
                default:
                    _counts.Failed++;
                    _failures.Add(Failure(name, folder, _output.GetValueOrDefault(name) ?? []));
                    break;
            }
        }

        if (isFailed && _counts.Failed == failedBefore)
        {
            _counts.Errors++;
            var text = _building.GetValueOrDefault(package) ?? [.. _output.Values.SelectMany(lines => lines), .. _afterwards];
            _failures.Add(TestOutcome.Failure(package, string.Join('\n', text), Compiled(text) ?? InStack(text)));
        }

        _output.Clear();
        _tests.Clear();
        _afterwards.Clear();
        (_current, _compiling) = (null, null);
    }

    private static TestFailure Failure(string name, string folder, List<string> output)
    {
        (string File, int Line)? place = InStack(output);
        if (place is null && output.Select(line => Logged().Match(line)).FirstOrDefault(line => line.Success) is { } logged)
        {
            var (file, number) = StackPlaces.At(logged);
            place = (folder + file, number);
        }

        var message = output.TakeWhile(line => !line.StartsWith("goroutine ", StringComparison.Ordinal)).Where(line => line is not "FAIL" and not "PASS").Select(line => line.Trim());
        return TestOutcome.Failure(name, string.Join('\n', message), place);
    }

    // Of a panic: the test's own file, not go's.
    private static (string File, int Line)? InStack(List<string> lines) =>
        lines.Select(line => Frame().Match(line)).FirstOrDefault(frame => frame.Success) is { } frame ? StackPlaces.At(frame) : null;

    private static (string File, int Line)? Compiled(List<string> lines) =>
        lines.Select(line => Compiler().Match(line)).FirstOrDefault(line => line.Success) is { } first ? StackPlaces.At(first) : null;

    [GeneratedRegex(@"^=== (RUN|CONT|NAME)\s+(?<name>\S+)\s*$", RegexOptions.ExplicitCapture, MatchMilliseconds)]
    private static partial Regex Running();

    [GeneratedRegex(@"^\s*--- (?<verdict>PASS|FAIL|SKIP): (?<name>\S+) \([\d.]+s\)\s*$", RegexOptions.ExplicitCapture, MatchMilliseconds)]
    private static partial Regex Verdict();

    [GeneratedRegex(@"^(?<verdict>ok  |FAIL|\?   |---)\t(?<name>\S+)(\s.*)?$", RegexOptions.ExplicitCapture, MatchMilliseconds)]
    private static partial Regex Package();

    [GeneratedRegex(@"^\s+(?<file>[\w.-]+\.go):(?<line>\d+): ", RegexOptions.ExplicitCapture, MatchMilliseconds)]
    private static partial Regex Logged();

    [GeneratedRegex(@"^\s+(?<file>/\S+_test\.go):(?<line>\d+)( |$)", RegexOptions.ExplicitCapture, MatchMilliseconds)]
    private static partial Regex Frame();

    [GeneratedRegex(@"^(vet: )?(?<file>[^\s:]+\.go):(?<line>\d+)(:\d+)?: ", RegexOptions.ExplicitCapture, MatchMilliseconds)]
    private static partial Regex Compiler();
}
