using System.Text.Json.Nodes;
using Drover.Contracts.Tasks;
using Drover.Daemon.Features.Events;

namespace Drover.Daemon.Features.Tasks.Events;

/// <summary>Tells what changed where a task is: in its own history, and in short in that of the daemon.</summary>
internal sealed class TaskEvents(EventLog events)
{
    /// <summary>Tells it in both, with where the task is now.</summary>
    public void TellState(KnownTask task, string category, string message, JsonObject? more = null)
    {
        var record = task.Record;
        TaskHistory.Tell(task, TaskEventKind.Lifecycle, category, message, more);
        events.Append($"task.{TaskWord.Of(record.State)}", label: record.Spec.Title, run: record.Attempts.Count, state: TaskWord.Of(record.State), reason: Redaction.Of(record, message), taskId: task.Name);
    }
}
