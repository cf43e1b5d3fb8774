using Drover.Supervision.Posix;

namespace Drover.Supervision.Spawn;

/// <summary>What became of a spawn. A closed family.</summary>
public abstract record SpawnResult
{
    private SpawnResult()
    {
    }

    /// <summary>The holder runs. Whether the command does is told by the status lines (<see cref="StatusProtocol"/>).</summary>
    /// <param name="Run">The descriptors of the run; the receiver owns them.</param>
    public sealed record Spawned(SpawnedRun Run) : SpawnResult;

    /// <summary>Nothing was started.</summary>
    /// <param name="Errno">The error number, see errno(3).</param>
    /// <param name="Message">One sentence for a person. Holds no value of the environment.</param>
    public sealed record SpawnFailed(int Errno, string Message) : SpawnResult;
}

/// <summary>The daemon's ends of a run: all non-blocking and close-on-exec.</summary>
public sealed class SpawnedRun : IDisposable
{
    /// <summary>The holder's process id.</summary>
    public required int HolderPid { get; init; }

    /// <summary>The holder's start in clock ticks since boot, field 22 of /proc/PID/stat; 0 when it could not be read.</summary>
    public required long HolderStartTime { get; init; }

    /// <summary>Which holder it is.</summary>
    public HolderKind HolderKind { get; init; }

    /// <summary>The read end of the command's stdout. With a terminal: of the FIFO that its output is spliced through.</summary>
    public required FileDescriptor OutRead { get; init; }

    /// <summary>The read end of the command's stderr; null when it is merged into stdout or goes to a terminal.</summary>
    public FileDescriptor? ErrRead { get; init; }

    /// <summary>The read end of the status lines.</summary>
    public required FileDescriptor StatusRead { get; init; }

    /// <summary>The daemon's own copy of the terminal's master; null without a terminal.</summary>
    public FileDescriptor? PtyMaster { get; init; }

    /// <summary>Closes every descriptor. The command goes on.</summary>
    public void Dispose()
    {
        OutRead.Dispose();
        ErrRead?.Dispose();
        StatusRead.Dispose();
        PtyMaster?.Dispose();
    }
}
