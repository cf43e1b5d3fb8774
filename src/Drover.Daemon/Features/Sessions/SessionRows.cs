using System.Text.Json;
using Drover.Contracts.Json;
using Drover.Daemon.Processes;

namespace Drover.Daemon.Features.Sessions;

/// <summary>The columns of the sessions table, and what goes into them. Reading follows the same order.</summary>
internal static class SessionRows
{
    public const string Columns =
        "id, label, created_at, spec, ports, trigger, manual_restart_count, watch_restart_count, crash_restart_count, next_trigger, health, health_why, "
        + "ready_after_us, url, file_change_count, last_change_at, last_change_path, last_stopped_at, " + SnapshotStore.Columns;

    /// <summary>Where the process' columns begin.</summary>
    public const int Snapshot = 18;

    public const string Parameters =
        "$id, $label, $created, $spec, $ports, $trigger, $manual, $watch, $crash, $next, $health, $health_why, "
        + "$ready_after, $url, $changes, $change_at, $change_path, $stopped, " + SnapshotStore.Parameters;

    public const string Updates =
        "spec = excluded.spec, ports = excluded.ports, trigger = excluded.trigger, "
        + "manual_restart_count = excluded.manual_restart_count, watch_restart_count = excluded.watch_restart_count, "
        + "crash_restart_count = excluded.crash_restart_count, next_trigger = excluded.next_trigger, "
        + "health = excluded.health, health_why = excluded.health_why, ready_after_us = excluded.ready_after_us, url = excluded.url, "
        + "file_change_count = excluded.file_change_count, last_change_at = excluded.last_change_at, last_change_path = excluded.last_change_path, "
        + "last_stopped_at = excluded.last_stopped_at, " + SnapshotStore.Updates;

    public static (string Name, object? Value)[] Values(StoredSession session)
    {
        var (snapshot, health, changes) = (session.Snapshot, session.Health, session.Changes);
        return
        [
            ("$id", session.Id.ToString()),
            ("$label", session.Plan.Spec.Label),
            ("$created", session.CreatedAt),
            ("$spec", JsonSerializer.Serialize(session.Plan.Spec, DroverJson.Default.SessionSpec)),
            ("$ports", JsonSerializer.Serialize(session.Plan.Ports, SessionRowsJson.Default.IReadOnlyDictionaryStringInt32)),
            ("$trigger", TriggerText.Of(snapshot.Trigger)),
            ("$manual", snapshot.Restarts.Manual),
            ("$watch", snapshot.Restarts.Watch),
            ("$crash", snapshot.Restarts.Crash),
            ("$next", snapshot.Next is { } next ? TriggerText.Of(next) : null),
            ("$health", health.State.ToString()),
            ("$health_why", health.Why),
            ("$ready_after", health.ReadyAfter is { } after ? (long)after.TotalMicroseconds : null),
            ("$url", health.Url),
            ("$changes", changes.Count),
            ("$change_at", changes.LastAt),
            ("$change_path", changes.LastPath),
            ("$stopped", session.LastStoppedAt),
            .. SnapshotStore.Values(snapshot),
        ];
    }
}
