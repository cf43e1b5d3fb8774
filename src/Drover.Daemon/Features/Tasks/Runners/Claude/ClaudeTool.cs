using System.Text.Json;

namespace Drover.Daemon.Features.Tasks.Runners.Claude;

/// <summary>A use of a tool in words.</summary>
/// <param name="Text">What it is about.</param>
/// <param name="Command">The shell command it runs; null when it runs none.</param>
/// <param name="Paths">Files it is about.</param>
internal sealed record ClaudeTool(string Text, string? Command, IReadOnlyList<string> Paths)
{
    private static readonly string[] Writers = ["Edit", "MultiEdit", "Write", "NotebookEdit"];

    private static readonly string[] PathNames = ["file_path", "notebook_path", "path"];

    public static ClaudeTool Of(string tool, JsonElement input)
    {
        var command = input.Text("command");
        string[] paths = [.. PathNames.Select(name => input.Text(name)).OfType<string>()];
        var text = command
            ?? (paths.Length > 0 ? $"{tool} {paths[0]}" : null)
            ?? input.Items("questions").Select(question => question.Text("question")).FirstOrDefault()
            ?? input.Text("url") ?? input.Text("query") ?? input.Text("pattern") ?? input.Text("description")
            ?? (input.ValueKind == JsonValueKind.Object ? $"{tool} {EventText.Bounded(input.GetRawText(), 300)}" : tool);
        return new ClaudeTool(EventText.Bounded(text), command, paths);
    }

    public static bool Writes(string tool) => Writers.Contains(tool, StringComparer.Ordinal);
}
