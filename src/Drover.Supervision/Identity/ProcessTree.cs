namespace Drover.Supervision.Identity;

/// <summary>By what the processes of a run are found.</summary>
/// <param name="RunId">The run, carried in the environment by whatever the command starts.</param>
/// <param name="HolderPid">The holder; null when it is not known.</param>
/// <param name="CommandPid">The command, whose id is its session's too; null before it has started.</param>
public sealed record RunMembership(Guid RunId, int? HolderPid, int? CommandPid);

/// <summary>
/// Finds the processes of a run. Three ways, because each alone loses some: the command's session loses what calls setsid; the
/// marker in the environment loses what clears it; descent from the holder loses what a shell holder, which is no subreaper, never
/// gets back. Never among them: a holder, a daemon and what descends from one, this process, processes 0 and 1, zombies.
/// </summary>
public static class ProcessTree
{
    /// <summary>The live processes of a run, the command first when it lives.</summary>
    /// <param name="table">A scan.</param>
    /// <param name="run">The run.</param>
    public static IReadOnlyList<ProcessEntry> OfRun(ProcessTable table, RunMembership run)
    {
        var members = new Dictionary<int, ProcessEntry>();
        foreach (var entry in table.Entries)
        {
            if (entry.RunId == run.RunId && IsCommandOfRun(entry, run))
            {
                members.Add(entry.Pid, entry);
            }
        }

        // The id may be somebody else's by now. Only a process that says so itself counts as the holder.
        if (run.HolderPid is { } holderPid && table.Find(holderPid) is { IsZombie: false, AsHolder: not null } holder && holder.RunId == run.RunId)
        {
            AddDescendants(table, holder.Pid, run, members);
        }

        // The same goes for the session: it is the command's only if one of its processes was found in another way.
        if (run.CommandPid is { } session && members.Values.Any(entry => entry.SessionId == session))
        {
            foreach (var entry in table.Entries)
            {
                if (entry.SessionId == session && IsCommandOfRun(entry, run))
                {
                    members.TryAdd(entry.Pid, entry);
                }
            }
        }

        return [.. members.Values.Where(entry => !entry.IsZombie).OrderByDescending(entry => entry.Pid == run.CommandPid).ThenBy(entry => entry.StartTime)];
    }

    private static void AddDescendants(ProcessTable table, int root, RunMembership run, Dictionary<int, ProcessEntry> members)
    {
        var open = new Stack<int>([root]);
        while (open.TryPop(out var parent))
        {
            foreach (var child in table.ChildrenOf(parent))
            {
                // A daemon started in the run, and its own runs, are none of this run's.
                if (IsCommandOfRun(child, run))
                {
                    members.TryAdd(child.Pid, child);
                    open.Push(child.Pid);
                }
            }
        }
    }

    private static bool IsCommandOfRun(ProcessEntry entry, RunMembership run) =>
        entry.Pid > 1
        && entry.Pid != Environment.ProcessId
        && entry.Pid != run.HolderPid
        && !entry.IsDaemon
        && (entry.RunId is null || entry.RunId == run.RunId)
        && entry.AsHolder is null;
}
