using Drover.Contracts.Sessions;
using Drover.Daemon.Features.Sessions.Tools.Answers;
using Drover.Daemon.Logs.Brief;
using Drover.Supervision.Supervisor;

namespace Drover.Daemon.Features.Sessions.Tools;

/// <summary>Sessions as agents are told of them.</summary>
internal static class ProcessAnswering
{
    /// <summary>Puts the part that all answers share into one.</summary>
    public static T About<T>(this T answer, KnownSession session)
        where T : ProcessAnswer
    {
        var snapshot = session.Snapshot;
        return answer with
        {
            Pid = snapshot.Pid,
            Id = session.Name,
            Label = session.Label,
            Status = StateText.Of(session.State),
            Command = BriefText.Short(CommandText.Of(session.Plan.Placed.Command)),
            WorkingDirectory = session.Plan.Placed.Cwd,
            StartTime = ToSeconds(snapshot.StartedAt),
            ExitCode = (snapshot.Exit as ProcessExit.Exited)?.Code,
            Reason = answer.Reason ?? (SessionViews.ReasonOf(session) is { } reason ? BriefText.Short(reason) : null),
        };
    }

    /// <summary>Fractions of a second tell an agent nothing and cost tokens in every row.</summary>
    public static DateTimeOffset? ToSeconds(DateTimeOffset? time) =>
        time is { } exact ? new DateTimeOffset(exact.Ticks - exact.Ticks % TimeSpan.TicksPerSecond, exact.Offset) : null;

    /// <summary>What to say when a run is named that is over: an agent must not take the current one for it.</summary>
    public static string? NoteOf(KnownSession session, int? askedPid) =>
        askedPid is { } pid && session.Snapshot.Pid is { } current && pid != current
            ? $"pid {pid} was an earlier run; the process has been restarted and is pid {current} now"
            : null;
}
