using Drover.Supervision.Identity;
using Drover.Supervision.Posix;

namespace Drover.Supervision.Spawn;

/// <summary>Which implementation of the holder is used. They speak the same protocol.</summary>
public enum HolderKind
{
    /// <summary>The compiled one: exact ends, 12 kB.</summary>
    Native,

    /// <summary>The shell script: ends above 128 are approximate, and about 2 ms slower.</summary>
    Sh,
}

/// <summary>
/// The tiny process between the daemon and a command, see holder.c. It outlives the daemon, keeps the read ends of the output
/// and the exit code, and ends only when it is told that everything was stored.
/// </summary>
public sealed class Holder
{
    /// <summary>The compiled holder's file name, beside the assembly.</summary>
    public const string FileName = HolderCommandLine.Name;

    /// <summary>Forces a kind: <c>native</c> or <c>sh</c>. Meant for tests and for looking into trouble.</summary>
    public const string Variable = "DROVER_HOLDER";

    private const string Shell = "/bin/sh";
    private const int UsageExit = 2;

    /// <summary>A holder of a kind, for tests; <see cref="Select()"/> chooses one.</summary>
    /// <param name="kind">The kind.</param>
    /// <param name="path">The compiled holder, or the shell.</param>
    /// <param name="warning">Why this is not the holder that was wanted; null when it is.</param>
    internal Holder(HolderKind kind, string path, string? warning = null)
    {
        Kind = kind;
        Path = path;
        Warning = warning;
    }

    /// <summary>The kind.</summary>
    public HolderKind Kind { get; }

    /// <summary>The program that is started: the compiled holder, or the shell.</summary>
    public string Path { get; }

    /// <summary>One sentence for the daemon's status when the native holder could not be had; else null.</summary>
    public string? Warning { get; }

    /// <summary>The native holder when it lies beside the assembly and runs on this machine, else the shell's.</summary>
    public static Holder Select() => Select(AppContext.BaseDirectory, Environment.GetEnvironmentVariable(Variable));

    /// <summary>Lets a holder end. To be called when its status and output are stored: the exit code is nowhere else.</summary>
    /// <param name="directory">The run.</param>
    /// <param name="holderPid">Where it is known: lets even a holder go whose FIFOs somebody has removed; else 0.</param>
    /// <returns>0; or the error number, ENXIO when there is no holder any more.</returns>
    public static int Release(RunDirectory directory, int holderPid = 0)
    {
        var error = WriteLine(directory.Release);
        return error == Errno.ENOENT && holderPid > 0 && ProcessIdentity.IsMarkedAlive(holderPid, directory.RunId)
            ? WriteLine($"/proc/{holderPid}/fd/{HolderCommand.Release}")
            : error;
    }

    /// <summary>Collects a holder of this daemon's that is ending or has ended; one of another daemon's needs no collecting.</summary>
    /// <remarks>Waits for the end of the process, so call it after its status line ended, not before.</remarks>
    public static void Reap(int holderPid) => _ = Processes.WaitPid(holderPid, out _, 0);

    internal static Holder Select(string folder, string? forced)
    {
        if (string.Equals(forced, "sh", StringComparison.Ordinal))
        {
            return new Holder(HolderKind.Sh, Shell);
        }

        var path = System.IO.Path.Join(folder, FileName);
        var answer = TryRun(path);
        return answer == 0
            ? new Holder(HolderKind.Native, path)
            : new Holder(
                HolderKind.Sh,
                Shell,
                $"The native holder {path} cannot be used ({Errno.Describe(-answer)}); exit codes above 128 are approximate. Install a C compiler and build again.");
    }

    internal static int WriteLine(string fifo)
    {
        var fd = Files.Open(fifo, OpenFlags.WriteOnly | OpenFlags.NonBlocking | OpenFlags.CloseOnExec);
        if (fd < 0)
        {
            return -fd;
        }

        using var owner = new FileDescriptor(fd);
        var written = Files.Write(fd, "\n"u8);
        return written < 0 ? -written : 0;
    }

    // Without arguments it exits with 2, which no other failure to run it looks like.
    private static int TryRun(string path)
    {
        using var actions = new SpawnActions(blockAllSignals: true);
        using var arguments = new NativeStrings([path]);
        using var environment = new NativeStrings([]);
        var pid = actions.Spawn(path, arguments, environment);
        if (pid < 0)
        {
            return pid;
        }

        var answer = Processes.WaitPid(pid, out var status, 0);
        return answer < 0 ? answer : status == UsageExit << 8 ? 0 : -Errno.ENOEXEC;
    }
}
