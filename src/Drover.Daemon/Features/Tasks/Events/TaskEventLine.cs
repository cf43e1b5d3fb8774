using System.Text.Json;
using System.Text.Json.Nodes;
using Drover.Contracts.Tasks;

namespace Drover.Daemon.Features.Tasks.Events;

/// <summary>
/// An event of the daemon's own as a line of the task's log: its words, and behind a separator that no words have, what else there is of it. So all
/// events of a task, those of its agent included, have one order, one numbering and one durable place.
/// </summary>
/// <remarks>A sample: <code>Attempt 1 started␟{"kind":"lifecycle","category":"attempt-started","attempt":1}</code></remarks>
internal readonly record struct TaskEventLine(TaskEventKind Kind, string Message, JsonElement? Metadata)
{
    private const char Separator = '\u001f';

    public static string Write(TaskEventKind kind, string category, string message, JsonObject? more)
    {
        var tail = more?.DeepClone().AsObject() ?? [];
        tail["kind"] = JsonNamingPolicy.KebabCaseLower.ConvertName(kind.ToString());
        tail["category"] = category;
        var words = message.ReplaceLineEndings("\n").Replace(Separator, ' ');
        var end = words.IndexOf('\n', StringComparison.Ordinal);
        if (end >= 0)
        {
            // A line of the log has no line breaks: the first one stands there, all of them behind it.
            tail["message"] = words;
            words = words[..end];
        }

        return $"{words}{Separator}{tail.ToJsonString()}";
    }

    /// <param name="line">A line of the daemon's own; one without a tail was written by the kernel.</param>
    public static TaskEventLine Read(string line)
    {
        var at = line.LastIndexOf(Separator);
        if (at < 0)
        {
            return new TaskEventLine(TaskEventKind.Lifecycle, line, null);
        }

        try
        {
            var tail = JsonSerializer.Deserialize(line.AsSpan(at + 1), TaskJson.Default.JsonElement);
            var kind = tail.TryGetProperty("kind", out var word) && Enum.TryParse<TaskEventKind>(word.GetString(), ignoreCase: true, out var known) ? known : TaskEventKind.Lifecycle;
            return new TaskEventLine(kind, tail.TryGetProperty("message", out var whole) ? whole.GetString()! : line[..at], tail);
        }
        catch (JsonException)
        {
            // Cut by a full disk.
            return new TaskEventLine(TaskEventKind.Lifecycle, line[..at], null);
        }
    }
}
