using System.Runtime.CompilerServices;
using System.Text;
using System.Text.Json;
using Drover.Contracts.Tasks;
using Drover.Daemon.Features.Tasks.Runners;
using Drover.Supervision.Logs;

namespace Drover.Daemon.Features.Tasks.Events;

/// <summary>The events of a task out of its log: lines its agent printed, with what its runner makes of them, and the daemon's own.</summary>
internal sealed class TaskEventReading(TaskRunners runners)
{
    private const int AtOnce = 1_000;

    /// <summary>Events behind a number, oldest first.</summary>
    /// <param name="task">The task.</param>
    /// <param name="after">Number of the last event that is not wanted; 0 for all.</param>
    /// <param name="limit">At most so many.</param>
    public IReadOnlyList<TaskEvent> Read(KnownTask task, long after, int limit)
    {
        var found = new List<TaskEvent>();
        var reader = new LogReader(task.Log);
        var query = QueryBehind(after);
        var dialogue = Reader(task);
        while (found.Count < limit)
        {
            var batch = reader.Read(query with { Limit = Math.Min(AtOnce, limit - found.Count) });
            found.AddRange(batch.Lines.Select(line => Of(task, line, dialogue)));
            if (!batch.More)
            {
                break;
            }

            query = query with { FromStart = false, SinceSequence = batch.NextSequence };
        }

        return found;
    }

    /// <summary>Events behind a number and all that come, until the caller goes or the task is removed.</summary>
    public async IAsyncEnumerable<IReadOnlyList<TaskEvent>> FollowAsync(KnownTask task, long after, [EnumeratorCancellation] CancellationToken cancellation)
    {
        var source = (Logs.ILogSource)task;
        var dialogue = Reader(task);
        await foreach (var batch in new LogReader(task.Log).FollowAsync(QueryBehind(after), source.State, cancellation))
        {
            yield return [.. batch.Lines.Select(line => Of(task, line, dialogue))];
        }
    }

    private static LogQuery QueryBehind(long after) =>
        after > 0 ? new LogQuery { SinceSequence = after + 1, Limit = AtOnce } : new LogQuery { FromStart = true, Limit = AtOnce };

    private static TaskEvent Of(KnownTask task, LogLine line, IRunnerDialogue? dialogue)
    {
        var record = task.Record;
        var text = Encoding.UTF8.GetString(line.Bytes.Span);
        var (kind, message, metadata) = line.Stream switch
        {
            LogStream.System => TaskEventLine.Read(text) is var own ? (own.Kind, own.Message, own.Metadata) : default,
            LogStream.Stderr => (TaskEventKind.Stderr, text, null),
            _ => Printed(record, line, text, dialogue),
        };
        return new TaskEvent
        {
            Seq = line.Sequence,
            Id = $"{task.Name}-{line.Sequence}",
            TaskId = task.Id,
            AttemptId = line.Run > 0 ? AttemptId(task.Id, line.Run) : null,
            Kind = kind,
            Message = Redaction.Of(record, message),
            Metadata = metadata,
            CreatedAt = line.Time,
        };
    }

    // A conversation that nobody leads, only to be told what the lines mean.
    private IRunnerDialogue? Reader(KnownTask task) => task.Record is var record && runners.Find(record.Spec.Runner) is { TakesCommand: false } runner
        ? runner.Begin(new RunnerStart { Prompt = record.Spec.Prompt, Command = record.Spec.Command, Folder = record.Spec.Workspace })
        : null;

    private static (TaskEventKind Kind, string Message, JsonElement? Metadata) Printed(TaskRecord record, LogLine line, string text, IRunnerDialogue? dialogue)
    {
        if (dialogue?.Line(line).Events is not [var first, ..])
        {
            return (TaskEventKind.Stdout, text, null);
        }

        var metadata = first.Metadata?.DeepClone().AsObject() ?? [];
        metadata["category"] = RunnerWords.Of(first.Category);
        metadata["runner"] = record.Spec.Runner;
        if (first.Tool is { } tool)
        {
            metadata["tool"] = tool;
        }

        if (first.Id is { } id)
        {
            metadata["id"] = id;
        }

        var shown = JsonSerializer.Deserialize(Redaction.Of(record, metadata.ToJsonString()), TaskJson.Default.JsonElement);
        return (TaskEventKind.Stdout, first.Text, shown);
    }

    public static string AttemptId(Guid task, int number) => $"{task}-{number}";
}
