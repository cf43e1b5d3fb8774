using Drover.Supervision.Identity;
using Drover.Supervision.Posix;

namespace Drover.Supervision.Spawn;

/// <summary>
/// A run of an earlier daemon, taken up again: the same ends that <see cref="Spawner"/> hands out. Whether the holder lives is
/// told by the status FIFO itself (nobody writes to it any more, or nothing yet), which no reuse of process ids can confuse.
/// </summary>
public sealed class RunAttachment
{
    private const int Flags = OpenFlags.ReadOnly | OpenFlags.NonBlocking | OpenFlags.CloseOnExec;
    private const int HolderStatus = 3;
    private const int HolderOut = 5;
    private const int HolderErr = 6;
    private const int HolderMaster = 9;

    private RunAttachment(RunDirectory directory, RunRecord? record, SpawnedRun run, int masterError)
    {
        Directory = directory;
        Record = record;
        Run = run;
        MasterError = masterError;
    }

    /// <summary>The run's directory.</summary>
    public RunDirectory Directory { get; }

    /// <summary>The run's record; null when it was never written.</summary>
    public RunRecord? Record { get; }

    /// <summary>The ends of the run; the receiver owns them. The holder's id is 0 when it is gone or not known.</summary>
    public SpawnedRun Run { get; }

    /// <summary>Why a terminal's master could not be taken over (EPERM where the system forbids it); 0 when it was, or there is none.</summary>
    public int MasterError { get; }

    /// <summary>Opens the ends of a run again.</summary>
    /// <exception cref="FileNotFoundException">A FIFO is gone, and no holder that could lend its own end is there.</exception>
    /// <exception cref="IOException">It cannot be opened now; the run may well live.</exception>
    public static RunAttachment Open(RunDirectory directory)
    {
        var record = RunRecord.Read(directory);
        var holder = HolderOf(directory, record);
        var opened = new List<FileDescriptor>(4);
        try
        {
            var status = Add(OpenEnd(directory.Status, holder, HolderStatus, record));
            var output = Add(OpenEnd(directory.Out, holder, HolderOut, record));
            var hasErr = record is null ? directory.HasErr : record is { MergeStderr: false, Pty: false };
            var err = hasErr ? Add(OpenEnd(directory.Err, holder, HolderErr, record)) : null;
            FileDescriptor? master = null;
            var masterError = 0;
            if (record is { Pty: true })
            {
                masterError = TakeMaster(holder, out var fd);
                master = fd is null ? null : Add(fd);
            }

            var run = new SpawnedRun
            {
                HolderKind = record?.HolderKind ?? HolderKind.Native,
                HolderPid = holder?.Pid ?? 0,
                HolderStartTime = holder?.StartTime ?? 0,
                OutRead = output,
                ErrRead = err,
                StatusRead = status,
                PtyMaster = master,
            };
            return new RunAttachment(directory, record, run, masterError);
        }
        catch (IOException)
        {
            opened.ForEach(fd => fd.Dispose());
            throw;
        }

        FileDescriptor Add(FileDescriptor fd)
        {
            opened.Add(fd);
            return fd;
        }
    }

    /// <summary>The holder, if it is certain: by its record, or by its own status line and its marker when the record lacks it.</summary>
    private static ProcessIdentity? HolderOf(RunDirectory directory, RunRecord? record)
    {
        if (record is { HolderPid: > 0 })
        {
            var identity = new ProcessIdentity(record.HolderPid, record.HolderStartTime, record.BootId);
            return identity.IsAlive ? identity : null;
        }

        var told = StatusProtocol.ReadFile(directory.StatusFile).OfType<StatusLine.HolderStarted>().FirstOrDefault();
        return told is not null && ProcessIdentity.IsMarkedAlive(told.Pid, directory.RunId) ? ProcessIdentity.Of(told.Pid) : null;
    }

    private static FileDescriptor OpenEnd(string path, ProcessIdentity? holder, int holderFd, RunRecord? record)
    {
        var fd = Files.Open(path, Flags);
        if (fd == -Errno.ENOENT && holder is { } lender)
        {
            fd = Files.Open($"/proc/{lender.Pid}/fd/{holderFd}", Flags);
            if (fd >= 0 && !IsExpected(fd, Path.GetFileName(path), record))
            {
                _ = Files.Close(fd);
                fd = -Errno.ENOENT;
            }
        }

        if (fd >= 0)
        {
            return new FileDescriptor(fd);
        }

        var message = $"The FIFO {path} cannot be opened: {Errno.Describe(-fd)}.";
        throw fd == -Errno.ENOENT && holder is null ? new FileNotFoundException(message, path) : new IOException(message);
    }

    private static bool IsExpected(int fd, string name, RunRecord? record) =>
        FileFacts.Of(fd, out var facts) == 0 && facts.IsFifo && record is not null && record.Inodes.TryGetValue(name, out var inode) && inode == facts.Inode;

    private static int TakeMaster(ProcessIdentity? holder, out FileDescriptor? master)
    {
        master = null;
        if (holder is not { } lender)
        {
            return Errno.ESRCH;
        }

        var pidfd = Pidfd.Open(lender.Pid);
        if (pidfd < 0)
        {
            return -pidfd;
        }

        using var owner = new FileDescriptor(pidfd);
        // The id may have changed hands before the descriptor was opened; afterwards it cannot.
        var fd = lender.IsAlive ? Pidfd.GetFd(pidfd, HolderMaster) : -Errno.ESRCH;
        if (fd < 0)
        {
            return -fd;
        }

        master = new FileDescriptor(fd);
        return 0;
    }
}
