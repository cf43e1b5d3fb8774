using System.IO.Enumeration;
using Drover.Supervision.Posix;

namespace Drover.Supervision.Identity;

/// <summary>All processes of one moment, from one scan of /proc.</summary>
public sealed class ProcessTable
{
    private readonly Dictionary<int, ProcessEntry> _byPid;
    private readonly ILookup<int, ProcessEntry> _byParent;

    internal ProcessTable(IEnumerable<ProcessEntry> entries)
    {
        _byPid = entries.ToDictionary(entry => entry.Pid);
        _byParent = _byPid.Values.ToLookup(entry => entry.ParentPid);
    }

    /// <summary>Every process, zombies included, in no order.</summary>
    public IReadOnlyCollection<ProcessEntry> Entries => _byPid.Values;

    /// <summary>A process by its id; null when there is none.</summary>
    public ProcessEntry? Find(int pid) => _byPid.GetValueOrDefault(pid);

    /// <summary>The children of a process.</summary>
    public IEnumerable<ProcessEntry> ChildrenOf(int pid) => _byParent[pid];

    /// <summary>Scans /proc. About 10 µs a process; what has ended meanwhile is left out.</summary>
    /// <exception cref="IOException">/proc cannot be read now, for want of descriptors: a table with gaps would call the living ended.</exception>
    public static ProcessTable Read()
    {
        var pids = new FileSystemEnumerable<int>("/proc", (ref FileSystemEntry entry) => int.Parse(entry.FileName))
        {
            ShouldIncludePredicate = (ref FileSystemEntry entry) => int.TryParse(entry.FileName, out _),
        };
        var entries = new List<ProcessEntry>(256);
        foreach (var pid in pids)
        {
            switch (ProcStat.Read(pid, out var stat))
            {
                case >= 0:
                    entries.Add(new ProcessEntry(pid, stat));
                    break;
                case -Errno.EMFILE or -Errno.ENFILE or -Errno.ENOMEM:
                    throw new IOException($"Process {pid} cannot be looked at: no file descriptor or no memory is left.");
            }
        }

        return new ProcessTable(entries);
    }
}
