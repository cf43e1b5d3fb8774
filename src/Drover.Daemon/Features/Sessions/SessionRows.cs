using System.Text.Json;
using Drover.Contracts.Json;
using Drover.Daemon.Processes;

namespace Drover.Daemon.Features.Sessions;

/// <summary>The columns of the sessions table, and what goes into them. Reading follows the same order.</summary>
internal static class SessionRows
{
    public const string Columns =
        "id, label, created_at, spec, ports, state, reason, run_number, run_id, trigger, pid, holder_pid, started_at, ended_at, exit_kind, exit_code, "
        + "exit_text, output, first_seq, manual_restart_count, watch_restart_count, crash_restart_count, stop_wanted, next_trigger, health, health_why, "
        + "ready_after_us, url, file_change_count, last_change_at, last_change_path, last_stopped_at";

    public const string Parameters =
        "$id, $label, $created, $spec, $ports, $state, $reason, $run, $run_id, $trigger, $pid, $holder, $started, $ended, $exit_kind, $exit_code, "
        + "$exit_text, $output, $first, $manual, $watch, $crash, $stop_wanted, $next, $health, $health_why, "
        + "$ready_after, $url, $changes, $change_at, $change_path, $stopped";

    public const string Updates =
        "spec = excluded.spec, ports = excluded.ports, state = excluded.state, reason = excluded.reason, run_number = excluded.run_number, run_id = excluded.run_id, trigger = excluded.trigger, "
        + "pid = excluded.pid, holder_pid = excluded.holder_pid, started_at = excluded.started_at, ended_at = excluded.ended_at, "
        + "exit_kind = excluded.exit_kind, exit_code = excluded.exit_code, exit_text = excluded.exit_text, output = excluded.output, "
        + "first_seq = excluded.first_seq, manual_restart_count = excluded.manual_restart_count, watch_restart_count = excluded.watch_restart_count, "
        + "crash_restart_count = excluded.crash_restart_count, stop_wanted = excluded.stop_wanted, next_trigger = excluded.next_trigger, "
        + "health = excluded.health, health_why = excluded.health_why, ready_after_us = excluded.ready_after_us, url = excluded.url, "
        + "file_change_count = excluded.file_change_count, last_change_at = excluded.last_change_at, last_change_path = excluded.last_change_path, "
        + "last_stopped_at = excluded.last_stopped_at";

    public static (string Name, object? Value)[] Values(StoredSession session)
    {
        var (snapshot, health, changes) = (session.Snapshot, session.Health, session.Changes);
        var (exitKind, exitCode, exitText) = ExitColumns.Of(snapshot.Exit);
        return
        [
            ("$id", session.Id.ToString()),
            ("$label", session.Plan.Spec.Label),
            ("$created", session.CreatedAt),
            ("$spec", JsonSerializer.Serialize(session.Plan.Spec, DroverJson.Default.SessionSpec)),
            ("$ports", JsonSerializer.Serialize(session.Plan.Ports, SessionRowsJson.Default.IReadOnlyDictionaryStringInt32)),
            ("$state", snapshot.State.ToString()),
            ("$reason", snapshot.Reason),
            ("$run", snapshot.RunNumber),
            ("$run_id", snapshot.RunId.ToString()),
            ("$trigger", TriggerText.Of(snapshot.Trigger)),
            ("$pid", snapshot.Pid),
            ("$holder", snapshot.HolderPid),
            ("$started", snapshot.StartedAt),
            ("$ended", snapshot.EndedAt),
            ("$exit_kind", exitKind),
            ("$exit_code", exitCode),
            ("$exit_text", exitText),
            ("$output", snapshot.Output.ToString()),
            ("$first", snapshot.FirstSequence),
            ("$manual", snapshot.Restarts.Manual),
            ("$watch", snapshot.Restarts.Watch),
            ("$crash", snapshot.Restarts.Crash),
            ("$stop_wanted", snapshot.StopWanted ? 1 : 0),
            ("$next", snapshot.Next is { } next ? TriggerText.Of(next) : null),
            ("$health", health.State.ToString()),
            ("$health_why", health.Why),
            ("$ready_after", health.ReadyAfter is { } after ? (long)after.TotalMicroseconds : null),
            ("$url", health.Url),
            ("$changes", changes.Count),
            ("$change_at", changes.LastAt),
            ("$change_path", changes.LastPath),
            ("$stopped", session.LastStoppedAt),
        ];
    }
}
