using Drover.Daemon.Features.Sessions.Tools.Answers;
using Drover.Daemon.Lifecycle;

namespace Drover.Daemon.Features.Sessions.Tools;

/// <summary>The daemon, told as the process with pid 0.</summary>
internal sealed class DaemonProcess(DaemonFacts facts, TimeProvider time)
{
    public IReadOnlyList<string> Urls => facts.Listen;

    public long UptimeMs => facts.UptimeMilliseconds(time);

    /// <param name="answer">What was asked.</param>
    /// <param name="note">What the caller should know of this answer.</param>
    public T About<T>(T answer, string? note = null)
        where T : ProcessAnswer => answer with
        {
            Pid = 0,
            Id = "daemon",
            Label = "drover",
            Status = "running",
            Command = "drover daemon run",
            WorkingDirectory = facts.Paths.DataDir,
            StartTime = ProcessAnswering.ToSeconds(facts.StartedAt),
            Note = $"Drover {DaemonFacts.Version} itself, pid {Environment.ProcessId} of the system{(note is null ? "" : $"; {note}")}",
        };
}
