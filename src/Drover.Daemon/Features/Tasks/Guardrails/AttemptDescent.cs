using Drover.Supervision.Identity;

namespace Drover.Daemon.Features.Tasks.Guardrails;

/// <summary>
/// Which runs of Drover's a process comes from. An agent must not approve, merge or change its own policy; so who asks for that is looked up:
/// the marker in its environment, the processes above it, and the session it belongs to. What has left all three behind (another user's
/// service that was asked to do it) is not found.
/// </summary>
internal static class AttemptDescent
{
    private const int Highest = 64;

    /// <summary>The runs a process comes from, nearest first; empty when it comes from none, or is gone.</summary>
    public static IReadOnlyList<Guid> RunsOf(int pid) => RunsOf(ProcessTable.Read(), pid);

    /// <summary>Whether a process comes from a run of which the given question is true.</summary>
    public static bool IsOf(int pid, Func<Guid, bool> isAttempt) => RunsOf(pid).Any(isAttempt);

    internal static IReadOnlyList<Guid> RunsOf(ProcessTable table, int pid)
    {
        var runs = new List<Guid>();
        var above = table.Find(pid);
        for (var steps = 0; above is not null && steps < Highest; steps++)
        {
            Add(runs, above);
            if (table.Find(above.SessionId) is { } leader)
            {
                Add(runs, leader);
            }

            above = above.ParentPid > 1 ? table.Find(above.ParentPid) : null;
        }

        return runs;
    }

    private static void Add(List<Guid> runs, ProcessEntry entry)
    {
        if (entry.RunId is { } run && !runs.Contains(run))
        {
            runs.Add(run);
        }
    }
}
