using System.Text;

namespace Drover.Supervision.Identity;

/// <summary>
/// One process as a scan saw it. What costs another file is read when it is first asked for, and is then of whoever has the
/// process id at that moment: who acts on it verifies <see cref="Identity"/> first.
/// </summary>
public sealed class ProcessEntry
{
    // The unit of the times in /proc, USER_HZ, on every processor that .NET runs on.
    private const int TicksPerSecond = 100;
    private const int LargestCommandLine = 64 * 1024;

    private readonly ProcStat _stat;
    private readonly Lazy<(Guid? RunId, bool IsDaemon)> _marker;
    private readonly Lazy<IReadOnlyList<string>> _commandLine;

    internal ProcessEntry(int pid, in ProcStat stat)
    {
        Pid = pid;
        _stat = stat;
        _marker = new Lazy<(Guid? RunId, bool IsDaemon)>(() => RunMarker.Read(Pid));
        _commandLine = new Lazy<IReadOnlyList<string>>(ReadCommandLine);
    }

    internal ProcessEntry(int pid, in ProcStat stat, Guid? runId, bool isDaemon, IReadOnlyList<string> commandLine)
    {
        Pid = pid;
        _stat = stat;
        _marker = new Lazy<(Guid? RunId, bool IsDaemon)>((runId, isDaemon));
        _commandLine = new Lazy<IReadOnlyList<string>>(commandLine);
    }

    /// <summary>The process id.</summary>
    public int Pid { get; }

    /// <summary>The parent's process id; 0 for what the system started.</summary>
    public int ParentPid => _stat.ParentPid;

    /// <summary>The process group.</summary>
    public int GroupId => _stat.GroupId;

    /// <summary>The session.</summary>
    public int SessionId => _stat.SessionId;

    /// <summary>The start in clock ticks since boot.</summary>
    public long StartTime => _stat.StartTime;

    /// <summary>Whether it has ended and only waits to be collected.</summary>
    public bool IsZombie => _stat.IsZombie;

    /// <summary>The processor time it has used, of its own and in the kernel, its children's not included.</summary>
    public TimeSpan CpuTime => TimeSpan.FromSeconds((double)(_stat.UserTicks + _stat.SystemTicks) / TicksPerSecond);

    /// <summary>The resident memory in bytes; memory shared with others counts in full.</summary>
    public long ResidentBytes => _stat.ResidentPages * Environment.SystemPageSize;

    /// <summary>Who it is, for certain.</summary>
    public ProcessIdentity Identity => new(Pid, StartTime, BootId.Current);

    /// <summary>The run whose marker its environment carries; null when it carries none or may not be read.</summary>
    public Guid? RunId => _marker.Value.RunId;

    /// <summary>Program and arguments as it was started; empty for kernel threads and what may not be read.</summary>
    public IReadOnlyList<string> CommandLine => _commandLine.Value;

    /// <summary>The command line in one string, at most 200 characters, for a person to recognise it by.</summary>
    public string Command => Shorten(CommandLine);

    internal bool IsSessionLeader => SessionId == Pid;

    /// <summary>Whether it is a daemon that was started inside a run and left it.</summary>
    internal bool IsDaemon => _marker.Value.IsDaemon;

    /// <summary>What a holder was told; null for every other process.</summary>
    internal HolderCommandLine? AsHolder => HolderCommandLine.Parse(CommandLine);

    internal static string Shorten(IReadOnlyList<string> commandLine)
    {
        const int enough = 200;
        var joined = string.Join(' ', commandLine);
        return joined.Length <= enough ? joined : string.Concat(joined.AsSpan(0, enough - 1), "…");
    }

    private string[] ReadCommandLine()
    {
        var buffer = new byte[4096];
        int read;
        while ((read = ProcStat.ReadSmallFile($"/proc/{Pid}/cmdline", buffer)) == buffer.Length && buffer.Length < LargestCommandLine)
        {
            buffer = new byte[buffer.Length * 4];
        }

        return read <= 0 ? [] : Encoding.UTF8.GetString(buffer.AsSpan(0, read)).TrimEnd('\0').Split('\0');
    }
}
