using System.Runtime.CompilerServices;
using Drover.Daemon.Sockets;
using Drover.Supervision.Identity;
using Drover.Supervision.Supervisor;

namespace Drover.Daemon.Features.Sessions.Resources;

/// <summary>
/// Looks at the process trees of sessions: memory, CPU, listening sockets. Only when somebody asks; nobody asking costs nothing. All who ask at
/// once share one scan of /proc.
/// </summary>
internal sealed class TreeSampler(ProcessSupervisor supervisor)
{
    // A meter goes with its session, without anybody having to tell.
    private readonly ConditionalWeakTable<KnownSession, CpuMeter> _meters = [];

    /// <summary>Samples of those sessions that have live processes.</summary>
    public async Task<IReadOnlyDictionary<Guid, TreeSample>> SampleAsync(IReadOnlyCollection<KnownSession> sessions)
    {
        var trees = await TreesAsync(sessions);
        if (trees.Count == 0)
        {
            return new Dictionary<Guid, TreeSample>();
        }

        var sockets = SocketTable.ReadListening();
        return trees.ToDictionary(tree => tree.Key.Id, tree => Sample(tree.Key, tree.Value, sockets));
    }

    /// <summary>The sockets one session listens on.</summary>
    public async Task<IReadOnlyList<ListeningSocket>> ListeningAsync(KnownSession session)
    {
        var trees = await TreesAsync([session]);
        return trees.TryGetValue(session, out var tree) ? Listening(session, tree, SocketTable.ReadListening()) : [];
    }

    private TreeSample Sample(KnownSession session, List<ProcessEntry> tree, Dictionary<long, ListeningSocket> sockets)
    {
        var snapshot = session.Snapshot;
        var used = TimeSpan.FromTicks(tree.Sum(process => process.CpuTime.Ticks));
        var meter = _meters.GetOrCreateValue(session);
        double percent;
        lock (meter)
        {
            percent = meter.Percent(snapshot.RunNumber, used, session.Clock.AgeOf(snapshot));
        }

        return new TreeSample(
            [.. tree.OrderByDescending(process => process.Pid == snapshot.Pid).ThenBy(process => process.StartTime)],
            tree.Sum(process => process.ResidentBytes),
            percent,
            Listening(session, tree, sockets));
    }

    private static List<ListeningSocket> Listening(KnownSession session, List<ProcessEntry> tree, Dictionary<long, ListeningSocket> sockets)
    {
        var listening = tree.SelectMany(process => OpenSockets.ListeningOf(process.Pid, sockets)).DistinctBy(socket => socket.Inode).OrderBy(socket => socket.Port).ToList();
        session.LastPorts = [.. listening.Select(socket => socket.Port).Distinct()];
        return listening;
    }

    private async Task<Dictionary<KnownSession, List<ProcessEntry>>> TreesAsync(IReadOnlyCollection<KnownSession> sessions)
    {
        var roots = new Dictionary<int, KnownSession>();
        foreach (var session in sessions)
        {
            if (session.Snapshot is { Output: OutputState.Live or OutputState.Open } snapshot)
            {
                AddRoot(roots, snapshot.Pid, session);
                AddRoot(roots, snapshot.HolderPid, session);
            }
        }

        return roots.Count == 0 ? [] : TreesOf(await supervisor.Scanner.ScanAsync(), roots);
    }

    private static void AddRoot(Dictionary<int, KnownSession> roots, int? pid, KnownSession session)
    {
        if (pid is { } root)
        {
            roots[root] = session;
        }
    }

    // A process belongs to the session whose command leads its process session, or whose holder or command it descends from.
    private static Dictionary<KnownSession, List<ProcessEntry>> TreesOf(ProcessTable table, Dictionary<int, KnownSession> roots)
    {
        var owners = new Dictionary<int, KnownSession?>();
        var trees = new Dictionary<KnownSession, List<ProcessEntry>>();
        foreach (var process in table.Entries)
        {
            if (!process.IsZombie && OwnerOf(process) is { } owner && process.Pid != owner.Snapshot.HolderPid)
            {
                trees.TryAdd(owner, []);
                trees[owner].Add(process);
            }
        }

        return trees;

        KnownSession? OwnerOf(ProcessEntry process)
        {
            if (owners.TryGetValue(process.Pid, out var known))
            {
                return known;
            }

            // Set first: should ids go round in a circle within one scan, the search still ends.
            owners[process.Pid] = null;
            var owner = roots.GetValueOrDefault(process.Pid)
                ?? roots.GetValueOrDefault(process.SessionId)
                ?? (process.ParentPid > 1 && table.Find(process.ParentPid) is { } parent ? OwnerOf(parent) : null);
            owners[process.Pid] = owner;
            return owner;
        }
    }
}
