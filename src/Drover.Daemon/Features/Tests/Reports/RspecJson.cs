using System.Text.Json;
using System.Text.RegularExpressions;
using Drover.Contracts.Tests;

namespace Drover.Daemon.Features.Tests.Reports;

/// <summary>The report of <c>rspec --format json --out FILE</c>.</summary>
/// <remarks>A sample: <code>{"examples":[{"full_description":"Cart adds","status":"failed","file_path":"./spec/cart_spec.rb","line_number":4,"exception":{"message":"…","backtrace":["…"]}}],"summary":{…}}</code></remarks>
internal static partial class RspecJson
{
    public static TestOutcome? Read(string text)
    {
        try
        {
            using var json = JsonDocument.Parse(text);
            return json.RootElement.ValueKind == JsonValueKind.Object && json.RootElement.TryGetProperty("examples", out var examples) && examples.ValueKind == JsonValueKind.Array
                ? Of(json.RootElement, [.. examples.EnumerateArray()])
                : null;
        }
        catch (JsonException)
        {
            // Killed while it was written.
            return null;
        }
    }

    private static TestOutcome Of(JsonElement root, IReadOnlyList<JsonElement> examples)
    {
        var outside = root.TryGetProperty("summary", out var summary) && summary.TryGetProperty("errors_outside_of_examples_count", out var count) && count.TryGetInt32(out var errors) ? errors : 0;
        var messages = root.TryGetProperty("messages", out var all) && all.ValueKind == JsonValueKind.Array ? string.Join('\n', all.EnumerateArray().Select(message => message.ToString())) : "";
        var failed = examples.Where(example => Text(example, "status") == "failed").ToList();
        return new TestOutcome
        {
            Passed = examples.Count(example => Text(example, "status") == "passed"),
            Failed = failed.Count,
            Skipped = examples.Count(example => Text(example, "status") == "pending"),
            Errors = outside,
            Failures = [.. failed.Select(Failure), .. outside > 0 ? [TestOutcome.Failure("rspec", messages, Place().Match(messages) is { Success: true } place ? StackPlaces.At(place) : null)] : Array.Empty<TestFailure>()],
        };
    }

    private static TestFailure Failure(JsonElement example)
    {
        var file = Text(example, "file_path") ?? "";
        var line = example.TryGetProperty("line_number", out var at) && at.TryGetInt32(out var number) ? number : 0;
        var exception = example.TryGetProperty("exception", out var thrown) && thrown.ValueKind == JsonValueKind.Object ? thrown : default;

        // The example begins at its line; the backtrace knows where in it.
        var name = Path.GetFileName(file);
        if (exception.ValueKind == JsonValueKind.Object && exception.TryGetProperty("backtrace", out var frames) && frames.ValueKind == JsonValueKind.Array
            && frames.EnumerateArray().Select(frame => frame.ToString().Split(':')).FirstOrDefault(frame => frame.Length > 1 && Path.GetFileName(frame[0]) == name) is { } own)
        {
            line = StackPlaces.Number(own[1]) is > 0 and var better ? better : line;
        }

        var message = exception.ValueKind == JsonValueKind.Object ? Text(exception, "message") : null;
        return TestOutcome.Failure(Text(example, "full_description") ?? "", message, file.Length == 0 ? null : (file, line));
    }

    private static string? Text(JsonElement element, string name) => element.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;

    [GeneratedRegex(@"^# (?<file>\S.*?):(?<line>\d+):in ", RegexOptions.ExplicitCapture | RegexOptions.Multiline, 1000)]
    private static partial Regex Place();
}
