using System.Text.Json;
using System.Text.Json.Nodes;
using Drover.Contracts.Json;
using Drover.Contracts.Tasks;
using Drover.Daemon.Features.Tasks.Events;

namespace Drover.Daemon.Features.Tasks.Audit;

/// <summary>Who did what when, for those who have to answer for it: each task's policy and events, as lines that are chained by their hashes.</summary>
internal sealed class AuditExport(TaskEventReading events)
{
    private const int AtOnce = 1_000;

    /// <summary>The lines of some tasks, sealed.</summary>
    public IEnumerable<string> Lines(IEnumerable<KnownTask> tasks)
    {
        var previous = AuditChain.Beginning;
        foreach (var entry in tasks.SelectMany(Entries))
        {
            yield return AuditChain.Seal(previous, entry.ToJsonString(), out var hash);
            previous = hash;
        }
    }

    private IEnumerable<JsonObject> Entries(KnownTask task)
    {
        var record = task.Record;
        yield return new JsonObject
        {
            ["entry"] = "task",
            ["task_id"] = task.Name,
            ["title"] = Redaction.Of(record, record.Spec.Title),
            ["runner"] = record.Spec.Runner,
            ["workspace"] = record.Spec.Workspace,
            ["command"] = record.Spec.Command is { } command ? Redaction.Of(record, command) : null,
            ["prompt"] = Redaction.Of(record, record.Spec.Prompt),
            ["created_at"] = record.CreatedAt,
            ["policy"] = JsonSerializer.SerializeToNode(record.Spec.Policy, DroverJson.Default.TaskPolicy),
        };
        foreach (var attempt in record.Attempts)
        {
            yield return new JsonObject
            {
                ["entry"] = "attempt",
                ["task_id"] = task.Name,
                ["attempt"] = attempt.AttemptNumber,
                ["effective_policy"] = attempt.EffectivePolicy is { } policy ? JsonSerializer.SerializeToNode(policy, DroverJson.Default.EffectivePolicy) : null,
            };
        }

        var after = 0L;
        while (events.Read(task, after, AtOnce) is { Count: > 0 } page)
        {
            foreach (var happened in page)
            {
                var entry = JsonSerializer.SerializeToNode(happened, DroverJson.Default.TaskEvent)!.AsObject();
                entry.Insert(0, "entry", "event");
                yield return entry;
            }

            after = page[^1].Seq;
        }
    }
}
