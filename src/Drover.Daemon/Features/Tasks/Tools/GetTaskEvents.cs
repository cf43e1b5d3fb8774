using System.Text.Json;
using Drover.Contracts.Errors;
using Drover.Contracts.Tasks;
using Drover.Daemon.Edges.Mcp.Offers;
using Drover.Daemon.Features.Tasks.Events;
using Drover.Daemon.Logs.Brief;

namespace Drover.Daemon.Features.Tasks.Tools;

/// <summary><c>task_events</c>.</summary>
internal sealed class GetTaskEvents(TaskService tasks, TaskEventReading reading) : McpTool<TaskEventsArguments, TaskEventsAnswer>(
    TaskToolSchemas.Of(
        "task_events",
        ToolEffect.Reads,
        "What a task did and printed, newest last. Read on with since_seq = next_seq.",
        TaskToolSchemas.Task + ",\"since_seq\":{\"type\":\"integer\"},\"lines\":{\"type\":\"integer\",\"description\":\"default 50\"},\"max_bytes\":{\"type\":\"integer\",\"description\":\"default 7168\"}",
        """
        "task_id":{"type":"string"},"state":{"type":"string"},"events":{"type":"string"},"next_seq":{"type":"integer"},"rest":{"type":"string"}
        """,
        "task_id"),
    TaskToolJson.Default.TaskEventsArguments,
    TaskToolJson.Default.TaskEventsAnswer)
{
    private const int DefaultLines = 50;
    private const int MostLines = 10_000;

    protected override ValueTask<Result<TaskEventsAnswer>> RunAsync(TaskEventsArguments input, ToolCall call, CancellationToken ends)
    {
        var found = tasks.Find(input.TaskId ?? "");
        var wrong = found.Error
            ?? (input.SinceSeq is < 0 ? TaskErrors.Invalid("since_seq", "since_seq is 0 or more.")
            : input.Lines is < 1 or > MostLines ? TaskErrors.Invalid("lines", $"lines is 1 to {MostLines}.")
            : input.MaxBytes is < TextBudget.Least or > TextBudget.Most ? TaskErrors.Invalid("max_bytes", $"max_bytes is {TextBudget.Least} to {TextBudget.Most}.")
            : null);
        return ValueTask.FromResult<Result<TaskEventsAnswer>>(wrong is not null ? wrong : Read(found.Value, input.SinceSeq, input.Lines ?? DefaultLines, new TextBudget(input.MaxBytes ?? TextBudget.Default)));
    }

    private TaskEventsAnswer Read(KnownTask task, long? since, int lines, TextBudget budget)
    {
        var end = task.Log.NextSequence;

        // Without a cursor the last ones: every line of the log is an event, so they are counted back from its end.
        var from = since ?? Math.Max(1, end - lines);
        var events = reading.Read(task, Math.Max(0, from - 1), lines);
        var texts = events.Select(happened => (happened.Seq, Text: TextOf(happened, budget.LongestLine)));
        var shown = since is null
            ? texts.Reverse().TakeWhile(line => budget.Takes(line.Text)).Reverse().ToList()
            : [.. texts.TakeWhile(line => budget.Takes(line.Text))];
        var next = shown.Count > 0 && since is not null ? shown[^1].Seq + 1 : events.Count > 0 ? events[^1].Seq + 1 : Math.Min(Math.Max(from, 0), end);
        return new TaskEventsAnswer
        {
            TaskId = task.Name,
            State = task.Record.State,
            Events = string.Join('\n', shown.Select(line => line.Text)),
            NextSeq = next,
            Rest = since is null
                ? shown.Count > 0 && shown[0].Seq > 1 ? $"older ones are left out: since_seq={Math.Max(1, shown[0].Seq - shown.Count)}, or raise lines or max_bytes" : null
                : next < end ? $"there is more: since_seq={next}" : null,
        };
    }

    private static string TextOf(TaskEvent happened, int longest)
    {
        var category = happened.Metadata is { ValueKind: JsonValueKind.Object } metadata && metadata.TryGetProperty("category", out var word) ? word.GetString() : null;
        return TextBudget.Cut($"{happened.Seq} {category ?? JsonNamingPolicy.KebabCaseLower.ConvertName(happened.Kind.ToString())}: {happened.Message}", longest);
    }
}
