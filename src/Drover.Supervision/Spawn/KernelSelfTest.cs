using Drover.Supervision.Capture;
using Drover.Supervision.Posix;
using Microsoft.Extensions.Logging.Abstractions;

namespace Drover.Supervision.Spawn;

/// <summary>What the self-test found.</summary>
/// <param name="Capture">Whether bytes can be spliced from a FIFO into a file of the data directory.</param>
/// <param name="Holder">The holder that works here.</param>
/// <param name="TerminalsSurvive">Whether another daemon can take over a terminal; if not, runs with one end with the daemon.</param>
/// <param name="Warnings">One sentence each for the daemon's status; empty when all is well.</param>
public sealed record KernelSelfTestResult(CaptureMode Capture, Holder Holder, bool TerminalsSurvive, IReadOnlyList<string> Warnings);

/// <summary>
/// Runs one real command at the start of the daemon, a few milliseconds long, with everything a run needs: posix_spawn, a holder,
/// FIFOs and a splice into the data directory. What does not work here is said, and done in the second best way.
/// </summary>
public static class KernelSelfTest
{
    private const int PatienceMilliseconds = 5000;
    private const string Shell = "/bin/sh";
    private const string Said = "ok\n";

    /// <summary>Tests the system.</summary>
    /// <param name="dataDirectory">Where runs and logs will be; has to exist.</param>
    public static KernelSelfTestResult Run(string dataDirectory) => Run(dataDirectory, Holder.Select());

    internal static KernelSelfTestResult Run(string dataDirectory, Holder holder)
    {
        var warnings = new List<string>();
        if (holder.Warning is { } warning)
        {
            warnings.Add(warning);
        }

        var (mode, problem) = Try(dataDirectory, holder);
        if (problem is not null && holder.Kind == HolderKind.Native)
        {
            warnings.Add($"The native holder does not work here ({problem}); the shell's is used, and exit codes above 128 are approximate.");
            holder = new Holder(HolderKind.Sh, Shell);
            (mode, problem) = Try(dataDirectory, holder);
        }

        if (problem is not null)
        {
            warnings.Add($"Commands cannot be run here: {problem}.");
        }
        else if (mode == CaptureMode.Copy)
        {
            warnings.Add($"splice(2) is refused in {dataDirectory}; output is copied instead, and a daemon that is killed may lose what it was copying.");
        }

        var terminals = TerminalHandover.IsPossible(holder.Kind);
        if (!terminals)
        {
            warnings.Add("This system does not let one process take a descriptor of another; commands with a terminal will end with the daemon.");
        }

        return new KernelSelfTestResult(mode, holder, terminals, warnings);
    }

    private static (CaptureMode Mode, string? Problem) Try(string dataDirectory, Holder holder)
    {
        RunDirectory directory;
        try
        {
            directory = RunDirectory.Create(Path.Join(dataDirectory, "self-test"), Guid.NewGuid(), withStdin: false, withErr: false);
        }
        catch (IOException exception)
        {
            return (CaptureMode.Copy, exception.Message);
        }

        try
        {
            return Try(directory, holder);
        }
        finally
        {
            directory.Delete();
        }
    }

    private static (CaptureMode Mode, string? Problem) Try(RunDirectory directory, Holder holder)
    {
        var spec = new ProcessSpec
        {
            Program = Shell,
            Arguments = ["-c", "echo ok"],
            WorkingDirectory = "/",
            Environment = new Dictionary<string, string>(StringComparer.Ordinal) { ["PATH"] = Environment.GetEnvironmentVariable("PATH") ?? "/usr/bin:/bin" },
            MergeStderr = true,
        };
        var result = new Spawner(holder, NullLogger.Instance).Spawn(spec, directory, new SpawnMarkers(Guid.Empty, directory.RunId));
        if (result is not SpawnResult.Spawned { Run: var run })
        {
            return (CaptureMode.Copy, ((SpawnResult.SpawnFailed)result).Message);
        }

        using (run)
        {
            var end = AwaitEnd(run.StatusRead);
            var (mode, said) = Take(run.OutRead, Path.Join(directory.Path, "output"));
            Holder.Release(directory);
            if (end is null)
            {
                // It said nothing in five seconds, so it will not hear a release either.
                _ = Processes.Kill(run.HolderPid, Stopping.SignalNames.Kill);
            }

            Holder.Reap(run.HolderPid);
            return end switch
            {
                null => (mode, "the holder told no end"),
                StatusLine.Exited { Code: 0 } when said == Said.Length => (mode, null),
                StatusLine.Exited { Code: 0 } => (mode, said < 0 ? Errno.Describe((int)-said) : $"{Said.Length} bytes were written and {said} arrived"),
                _ => (mode, $"a test command ended with {end}"),
            };
        }
    }

    private static StatusLine? AwaitEnd(FileDescriptor status)
    {
        Span<byte> bytes = stackalloc byte[1024];
        var length = 0;
        while (Files.Poll(status.Number, PollEvents.In, PatienceMilliseconds) > 0)
        {
            var read = Files.Read(status.Number, bytes[length..]);
            if (read <= 0)
            {
                return null;
            }

            length += read;
            foreach (var line in StatusProtocol.Parse(bytes[..length]))
            {
                if (line.IsEnd)
                {
                    return line;
                }
            }
        }

        return null;
    }

    private static (CaptureMode Mode, long Bytes) Take(FileDescriptor output, string path)
    {
        var fd = Files.Open(path, OpenFlags.ReadWrite | OpenFlags.Create | OpenFlags.CloseOnExec, 0x180); // 0600
        if (fd < 0)
        {
            return (CaptureMode.Copy, fd);
        }

        using var file = new FileDescriptor(fd);
        var moved = Splice.PipeToFile(output.Number, fd, 0, 4096);
        if (moved >= 0)
        {
            return (CaptureMode.Splice, moved);
        }

        Span<byte> bytes = stackalloc byte[64];
        return (CaptureMode.Copy, Files.Read(output.Number, bytes));
    }
}
