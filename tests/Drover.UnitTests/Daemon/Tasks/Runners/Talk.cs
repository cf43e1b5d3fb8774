using System.Text;
using System.Text.Json;
using Drover.Daemon.Features.Tasks.Runners;
using Drover.Supervision.Logs;

namespace Drover.UnitTests.Daemon.Tasks.Runners;

/// <summary>What agents printed, kept as they printed it, and what a dialogue makes of it.</summary>
internal static class Talk
{
    public static RunnerStart Start { get; } = new() { Prompt = "do it", Folder = "/repo" };

    public static IReadOnlyList<string> Recorded(string name)
    {
        using var reader = new StreamReader(typeof(Talk).Assembly.GetManifestResourceStream(name)!);
        return reader.ReadToEnd().Split('\n', StringSplitOptions.RemoveEmptyEntries);
    }

    public static List<DialogueStep> Hear(this IRunnerDialogue dialogue, params IEnumerable<string> lines) => [.. lines.Select(line => dialogue.Line(LogStream.Stdout, line))];

    public static List<RunnerEvent> Events(this IEnumerable<DialogueStep> steps) => [.. steps.SelectMany(step => step.Events)];

    /// <summary>Each event as its category and its tool, or the beginning of its text.</summary>
    public static string[] Short(this IEnumerable<RunnerEvent> events) =>
        [.. events.Select(happened => $"{RunnerWords.Of(happened.Category)} {happened.Tool ?? EventText.Bounded(happened.Text.ReplaceLineEndings(" "), 30)}")];

    public static JsonElement Json(byte[] bytes) => JsonDocument.Parse(bytes).RootElement;

    public static string Text(byte[]? bytes) => Encoding.UTF8.GetString(bytes ?? []);
}
