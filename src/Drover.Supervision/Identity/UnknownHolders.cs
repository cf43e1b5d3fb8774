namespace Drover.Supervision.Identity;

/// <summary>A holder in this data directory whose run nobody knows: left by a database that was lost, or a directory that was removed.</summary>
/// <param name="RunId">Its run, by the name of the run directory.</param>
/// <param name="Holder">The holder.</param>
/// <param name="RunDirectory">The directory it serves; may be gone.</param>
/// <param name="Processes">Process ids of what it still holds; empty when the command has ended.</param>
/// <param name="Command">The command it was given, at most 200 characters.</param>
public sealed record UnknownHolder(Guid RunId, ProcessIdentity Holder, string RunDirectory, IReadOnlyList<int> Processes, string Command);

/// <summary>Finds holders that no run knows, for the daemon's status. They are told of, never touched.</summary>
public static class UnknownHolders
{
    /// <summary>The holders of run directories under the root that are not among the known.</summary>
    /// <param name="table">A scan.</param>
    /// <param name="runsRoot">The directory of all runs.</param>
    /// <param name="knownRunIds">The runs that somebody owns.</param>
    public static IReadOnlyList<UnknownHolder> Find(ProcessTable table, string runsRoot, IReadOnlySet<Guid> knownRunIds)
    {
        var root = Path.GetFullPath(runsRoot);
        var found = new List<UnknownHolder>();
        foreach (var entry in table.Entries)
        {
            // The leader only: a shell holder has a helper with the same command line.
            if (entry is { IsZombie: false, IsSessionLeader: true }
                && entry.AsHolder is { RunDirectory: var directory, Command: var command }
                && string.Equals(Path.GetDirectoryName(directory), root, StringComparison.Ordinal)
                && Guid.TryParseExact(Path.GetFileName(directory), "D", out var runId)
                && !knownRunIds.Contains(runId)
                && entry.RunId == runId)
            {
                var members = ProcessTree.OfRun(table, new RunMembership(runId, entry.Pid, null));
                found.Add(new UnknownHolder(runId, entry.Identity, directory, [.. members.Select(member => member.Pid)], ProcessEntry.Shorten(command)));
            }
        }

        return found;
    }
}
