using Drover.Supervision.Posix;

namespace Drover.Supervision.Spawn;

/// <summary>
/// The daemon's ends of a run that is being started: the read ends it keeps, and for that instant both ends of every FIFO, so
/// that no open of the holder's can block. Whatever is not handed over is closed.
/// </summary>
internal sealed class DaemonEnds : IDisposable
{
    private const int ControlPipeSize = 4096;
    private const int ReadFlags = OpenFlags.ReadOnly | OpenFlags.NonBlocking | OpenFlags.CloseOnExec;
    private const int BothFlags = OpenFlags.ReadWrite | OpenFlags.CloseOnExec;

    private readonly List<FileDescriptor> _forTheInstant = new(5);
    private readonly Dictionary<string, ulong> _inodes = new(StringComparer.Ordinal);
    private FileDescriptor? _out;
    private FileDescriptor? _err;
    private FileDescriptor? _status;

    public DaemonEnds(ProcessSpec spec, RunDirectory directory)
    {
        _out = OpenRead(directory.Out);
        if (spec is { MergeStderr: false, Pty: null })
        {
            _err = OpenRead(directory.Err);
        }

        _status = OpenRead(directory.Status);
        OpenBoth(directory.Release);
        if (spec is { Stdin: StdinMode.Hold, Pty: null })
        {
            OpenBoth(directory.In);
            OpenBoth(directory.Close);
        }

        if (spec.Pty is { } size)
        {
            OpenTerminal(size);
        }
    }

    /// <summary>What went wrong first; null when everything is open.</summary>
    public SpawnResult.SpawnFailed? Error { get; private set; }

    /// <summary>The terminal's master; null without a terminal.</summary>
    public FileDescriptor? PtyMaster { get; private set; }

    /// <summary>The terminal's path; empty without a terminal.</summary>
    public string SlavePath { get; private set; } = "";

    /// <summary>The inode of each FIFO by its name.</summary>
    public IReadOnlyDictionary<string, ulong> Inodes => _inodes;

    /// <summary>Gives the ends that are kept to the run.</summary>
    public SpawnedRun HandOver(HolderKind kind, int holderPid, long holderStartTime)
    {
        var run = new SpawnedRun
        {
            HolderKind = kind,
            HolderPid = holderPid,
            HolderStartTime = holderStartTime,
            OutRead = _out!,
            ErrRead = _err,
            StatusRead = _status!,
            PtyMaster = PtyMaster,
        };
        _out = _err = _status = PtyMaster = null;
        return run;
    }

    public void Dispose()
    {
        _forTheInstant.ForEach(fd => fd.Dispose());
        _out?.Dispose();
        _err?.Dispose();
        _status?.Dispose();
        PtyMaster?.Dispose();
    }

    private FileDescriptor? OpenRead(string fifo)
    {
        var fd = Open(fifo, ReadFlags);
        OpenBoth(fifo);
        return fd;
    }

    private void OpenBoth(string fifo)
    {
        if (Open(fifo, BothFlags) is not { } fd)
        {
            return;
        }

        _forTheInstant.Add(fd);
        if (FileFacts.Of(fd.Number, out var facts) == 0)
        {
            _inodes[Path.GetFileName(fifo)] = facts.Inode;
        }

        if (Path.GetFileName(fifo) is "status" or "release" or "close")
        {
            // All pipes of a user share one allowance. Beyond it the kernel gives less by itself.
            _ = Files.SetPipeSize(fd.Number, ControlPipeSize);
        }
    }

    private void OpenTerminal(PtySize size)
    {
        var master = Terminals.OpenMaster();
        if (master < 0)
        {
            Error ??= new SpawnResult.SpawnFailed(-master, $"There is no terminal to be had: {Errno.Describe(-master)}.");
            return;
        }

        PtyMaster = new FileDescriptor(master);
        _ = Terminals.SetSize(master, size.Columns, size.Rows);
        _ = Terminals.SlavePath(master, out var path);
        SlavePath = path;
    }

    private FileDescriptor? Open(string path, int flags)
    {
        var fd = Files.Open(path, flags);
        if (fd >= 0)
        {
            return new FileDescriptor(fd);
        }

        Error ??= new SpawnResult.SpawnFailed(-fd, $"The FIFO {path} cannot be opened: {Errno.Describe(-fd)}.");
        return null;
    }
}
