using Drover.Contracts.Sessions;
using Drover.Daemon.Features.Sessions.Resources;
using Drover.Daemon.Ports;
using Drover.Supervision.Logs;
using Drover.Supervision.Supervisor;

namespace Drover.Daemon.Features.Sessions;

/// <summary>Sessions as they are told on the wire.</summary>
internal sealed class SessionViews(TreeSampler sampler)
{
    private const int LongestCommand = 4096;

    public async Task<SessionList> ListAsync(IReadOnlyList<KnownSession> sessions)
    {
        var trees = await sampler.SampleAsync(sessions);
        return new SessionList([.. sessions.Select(session => Summary(session, trees.GetValueOrDefault(session.Id)))]);
    }

    public async Task<Session> OneAsync(KnownSession session)
    {
        var trees = await sampler.SampleAsync([session]);
        return Full(session, trees.GetValueOrDefault(session.Id));
    }

    private static SessionSummary Summary(KnownSession session, TreeSample? tree)
    {
        var snapshot = session.Snapshot;
        return new SessionSummary
        {
            Id = session.Name,
            Label = session.Label,
            State = session.State,
            Reason = ReasonOf(session),
            Health = session.Health.State,
            Command = session.Plan.Placed.Command,
            Cwd = session.Plan.Placed.Cwd,
            Pid = snapshot.Pid,
            Ports = PortsOf(tree),
            StartedAt = snapshot.StartedAt,
            UptimeMs = UptimeMs(session, snapshot),
            RestartCount = snapshot.Restarts.Total,
            CpuPercent = tree?.CpuPercent,
            MemoryBytes = tree?.MemoryBytes,
            ExitCode = (snapshot.Exit as ProcessExit.Exited)?.Code,
            TermSignal = (snapshot.Exit as ProcessExit.Signaled)?.Signal,
        };
    }

    private static Session Full(KnownSession session, TreeSample? tree)
    {
        var (snapshot, spec, totals, changes) = (session.Snapshot, session.Plan.Spec, session.Log.Totals, session.Changes);
        var logPaths = new LogPaths(session.Log.SegmentPaths(LogStream.Stdout), session.Log.SegmentPaths(LogStream.Stderr));
        return new Session(Summary(session, tree), logPaths)
        {
            EnvKeys = session.EnvNames ??= Specs.SessionEnvironment.NamesOf(session.Plan),
            Watch = spec.Watch ?? [],
            Pty = spec.Pty is true,
            Pgid = snapshot.Pid,
            Urls = UrlsOf(tree),
            CreatedAt = session.CreatedAt,
            LastStartedAt = snapshot.StartedAt,
            LastStoppedAt = session.LastStoppedAt,
            ManualRestartCount = snapshot.Restarts.Manual,
            WatchRestartCount = snapshot.Restarts.Watch,
            CrashRestartCount = snapshot.Restarts.Crash,
            FileChangeCount = changes.Count,
            LastChangeAt = changes.LastAt,
            LastChangePath = changes.LastPath,
            Approximate = snapshot.Exit is ProcessExit.Signaled { Approximate: true } ? true : null,
            StdoutLines = totals.Stdout.Lines,
            StderrLines = totals.Stderr.Lines,
            BlendedLines = totals.Blended.Lines,
            StdoutDroppedLines = totals.Stdout.DroppedLines,
            StderrDroppedLines = totals.Stderr.DroppedLines,
            BlendedDroppedLines = totals.Blended.DroppedLines,
            StdoutBytes = totals.Stdout.Bytes,
            StderrBytes = totals.Stderr.Bytes,
            Processes = [.. (tree?.Processes ?? []).Select(Told)],
            NextSeq = session.Log.NextSequence,
            Output = snapshot.Output switch
            {
                OutputState.Live => "live",
                OutputState.Open => "open",
                OutputState.Ended => "ended",
                _ => null,
            },
            Port = session.Plan.Ports.TryGetValue(PortText.OwnPort, out var port) ? port : null,
        };
    }

    // Reading the command lines costs a file each; the list does without.
    private static ProcessEntry Told(Supervision.Identity.ProcessEntry process)
    {
        var command = string.Join(' ', process.CommandLine);
        return new(process.Pid, process.ParentPid, command.Length > LongestCommand ? command[..LongestCommand] : command, process.ResidentBytes);
    }

    // The state's own reason, and what else stands in the way: a suspended watch, limits that are not enforced, a disk that takes nothing.
    public static string? ReasonOf(KnownSession session)
    {
        var snapshot = session.Snapshot;
        string?[] parts =
        [
            snapshot.Reason,
            session.Health is { State: SessionHealth.Unhealthy, Why: { } why } && session.IsActive ? why : null,
            snapshot.Degraded ? "its output cannot be stored at the moment, so it waits when it prints" : null,
            session.Note,
        ];
        var said = parts.Where(part => part is not null).ToList();
        return said.Count == 0 ? null : string.Join("; ", said);
    }

    private static long UptimeMs(KnownSession session, ProcessSnapshot snapshot) =>
        snapshot is { State: ProcessState.Running or ProcessState.Stopping, Exit: null } ? (long)session.Clock.AgeOf(snapshot).TotalMilliseconds : 0;

    private static IReadOnlyList<int> PortsOf(TreeSample? tree) =>
        tree is null ? [] : [.. tree.Listening.Select(socket => socket.Port).Distinct().Order()];

    private static IReadOnlyList<string> UrlsOf(TreeSample? tree) =>
        tree is null ? [] : [.. tree.Listening.OrderBy(socket => socket.Port).Select(socket => socket.Url).Distinct(StringComparer.Ordinal)];
}
