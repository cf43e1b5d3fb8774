using System.Text.Json;
using System.Text.RegularExpressions;
using Drover.Contracts.Tests;

namespace Drover.Daemon.Features.Tests.Reports;

/// <summary>The report of jest (<c>--json --outputFile</c>), which vitest writes in the same form.</summary>
internal static partial class JestJson
{
    private const int MatchMilliseconds = 1000;

    public static TestOutcome? Read(string text)
    {
        try
        {
            using var json = JsonDocument.Parse(text);
            return json.RootElement.ValueKind == JsonValueKind.Object && json.RootElement.TryGetProperty("testResults", out var files) && files.ValueKind == JsonValueKind.Array
                ? TestOutcome.Sum(files.EnumerateArray().Where(file => file.ValueKind == JsonValueKind.Object).Select(OfFile)) ?? new TestOutcome()
                : null;
        }
        catch (JsonException)
        {
            // Killed while it was written.
            return null;
        }
    }

    private static TestOutcome OfFile(JsonElement file)
    {
        var path = Text(file, "name") ?? "";
        var (passed, failed, skipped) = (0, 0, 0);
        var failures = new List<TestFailure>();
        foreach (var test in file.TryGetProperty("assertionResults", out var tests) && tests.ValueKind == JsonValueKind.Array ? tests.EnumerateArray().ToArray() : [])
        {
            switch (Text(test, "status"))
            {
                case "passed":
                    passed++;
                    break;
                case "failed":
                    failed++;
                    failures.Add(Failure(test, path));
                    break;
                default:
                    skipped++;
                    break;
            }
        }

        // A file that does not load has no tests; one whose hooks break may have passed all it has.
        var isBroken = failed == 0 && Text(file, "status") == "failed";
        return new TestOutcome
        {
            Passed = passed,
            Failed = failed,
            Skipped = skipped,
            Errors = isBroken ? 1 : 0,
            Failures = isBroken ? [Broken(path, Text(file, "message"))] : failures,
        };
    }

    private static TestFailure Failure(JsonElement test, string path)
    {
        var messages = test.TryGetProperty("failureMessages", out var all) && all.ValueKind == JsonValueKind.Array ? all.EnumerateArray().Select(message => message.GetString()) : [];
        var text = TestOutcome.Plain(string.Join("\n\n", messages));
        var place = StackPlaces.OfJavaScript(text, path) ?? StackPlaces.OfJavaScript(text)
            ?? (path, test.TryGetProperty("location", out var at) && at.ValueKind == JsonValueKind.Object && at.TryGetProperty("line", out var line) && line.TryGetInt32(out var number) ? number : 0);
        return TestOutcome.Failure(Name(test), WithoutFrames(text), place);
    }

    private static string Name(JsonElement test)
    {
        var above = test.TryGetProperty("ancestorTitles", out var titles) && titles.ValueKind == JsonValueKind.Array
            ? titles.EnumerateArray().Select(title => title.GetString()).Where(title => !string.IsNullOrEmpty(title))
            : [];
        return string.Join(" > ", above.Append(Text(test, "title") ?? Text(test, "fullName") ?? ""));
    }

    private static TestFailure Broken(string path, string? message)
    {
        var text = TestOutcome.Plain(message ?? "");
        var place = StackPlaces.OfJavaScript(text, path)
            ?? (Position().Match(text) is { Success: true } position && text.Contains(path, StringComparison.Ordinal) ? (path, StackPlaces.Number(position.Groups["line"].Value)) : (path, 0));
        return TestOutcome.Failure(Path.GetFileName(path), text, place);
    }

    // The frames say what file and line already say, and much about the framework.
    private static string WithoutFrames(string text) => string.Join('\n', text.Split('\n').Where(line => !line.TrimStart().StartsWith("at ", StringComparison.Ordinal)));

    private static string? Text(JsonElement element, string name) => element.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;

    // Missing semicolon. (1:6)
    [GeneratedRegex(@"\((?<line>\d+):\d+\)", RegexOptions.ExplicitCapture, MatchMilliseconds)]
    private static partial Regex Position();
}
