using System.Text.Json.Nodes;
using Drover.Contracts.Tasks;

namespace Drover.Daemon.Features.Tasks.Events;

/// <summary>Writes what the daemon has to tell of a task into its log, between the lines of its agent.</summary>
internal static class TaskHistory
{
    public static void Tell(KnownTask task, TaskEventKind kind, string category, string message, JsonObject? more = null)
    {
        task.Log.AppendSystem(task.Record.Attempts.Count, TaskEventLine.Write(kind, category, Redaction.Of(task.Record, message), more));
        task.Changed.Pulse();
    }
}
