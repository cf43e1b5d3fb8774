using System.Text;
using Drover.Supervision.Identity;
using Drover.Supervision.Posix;
using Drover.Supervision.Spawn;
using Drover.TestKit;
using Microsoft.Extensions.Logging.Abstractions;
using Xunit;

namespace Drover.IntegrationTests.Supervision.Spawn;

/// <summary>One command under a real holder. Disposing kills whatever is left of it and lets the holder go.</summary>
internal sealed class Command : IDisposable
{
    private static readonly Holder Native = Holder.Select(AppContext.BaseDirectory, "native");
    private static readonly Holder Sh = Holder.Select(AppContext.BaseDirectory, "sh");

    private readonly List<byte> _status = [];

    // As a daemon does at its start: whatever runs the tests may have left descriptors open.
    static Command() => DaemonProcess.MarkInheritedDescriptors();

    private Command(TempDir folder, RunDirectory directory, SpawnedRun run)
    {
        Folder = folder;
        Directory = directory;
        Run = run;
    }

    public static TheoryData<HolderKind> Holders => [HolderKind.Native, HolderKind.Sh];

    public TempDir Folder { get; }

    public RunDirectory Directory { get; }

    public SpawnedRun Run { get; }

    public int Pid => WaitFor<StatusLine.CommandStarted>().Pid;

    public bool HasToldHolder { get; private set; }

    public static Holder HolderOf(HolderKind kind)
    {
        Assert.Equal(HolderKind.Native, Native.Kind);
        return kind == HolderKind.Native ? Native : Sh;
    }

    public static ProcessSpec Shell(string line) => Of("/bin/sh", "-c", line);

    public static ProcessSpec Of(string program, params string[] arguments) => new()
    {
        Program = program,
        Arguments = arguments,
        WorkingDirectory = "/",
        Environment = new Dictionary<string, string>(StringComparer.Ordinal) { ["PATH"] = "/usr/local/bin:/usr/bin:/bin" },
    };

    public static Command Start(HolderKind kind, ProcessSpec spec)
    {
        var folder = new TempDir();
        var directory = RunDirectory.Create(folder["runs"], Guid.NewGuid(), spec.Stdin is StdinMode.Hold, withErr: spec is { MergeStderr: false, Pty: null });
        var result = new Spawner(HolderOf(kind), NullLogger.Instance).Spawn(spec, directory, new SpawnMarkers(Guid.NewGuid(), directory.RunId));
        return new Command(folder, directory, Assert.IsType<SpawnResult.Spawned>(result).Run);
    }

    /// <summary>The command's end, awaited.</summary>
    public StatusLine End() => WaitFor<StatusLine>(line => line.IsEnd);

    public T WaitFor<T>(Func<T, bool>? condition = null)
        where T : StatusLine
    {
        while (true)
        {
            if (StatusProtocol.Parse(_status.ToArray()).OfType<T>().FirstOrDefault(line => condition?.Invoke(line) ?? true) is { } found)
            {
                return found;
            }

            Assert.NotEqual(0, ReadSome(Run.StatusRead, _status));
            HasToldHolder = true;
        }
    }

    /// <summary>Everything a stream gives until its last writer is gone.</summary>
    public static string ReadToEnd(FileDescriptor source)
    {
        var bytes = new List<byte>();
        while (ReadSome(source, bytes) > 0)
        {
        }

        return Encoding.UTF8.GetString([.. bytes]);
    }

    /// <summary>What a stream gives until the text has come.</summary>
    public static string ReadUntil(FileDescriptor source, string text)
    {
        var bytes = new List<byte>();
        while (true)
        {
            var soFar = Encoding.UTF8.GetString([.. bytes]);
            if (soFar.Contains(text, StringComparison.Ordinal))
            {
                return soFar;
            }

            Assert.True(ReadSome(source, bytes) > 0, $"The stream ended before \"{text}\" came; it gave: {soFar}");
        }
    }

    public string Output() => ReadToEnd(Run.OutRead);

    public string Errors() => ReadToEnd(Run.ErrRead!);

    public bool HolderLives => new ProcessIdentity(Run.HolderPid, Run.HolderStartTime, BootId.Current).IsAlive;

    public void Dispose()
    {
        foreach (var (pid, _) in ProcessAssert.Carrying($"DROVER_RUN_ID={Directory.RunId:D}"))
        {
            if (pid != Run.HolderPid)
            {
                _ = Processes.Kill(pid, 9);
            }
        }

        if (HolderLives)
        {
            // By its parent too: a process in the middle of an exec shows an empty environment.
            if (WaitFor<StatusLine>(line => line is StatusLine.CommandStarted || line.IsEnd) is StatusLine.CommandStarted { Pid: var pid }
                && ProcStat.TryRead(pid, out var command) && command.ParentPid == Run.HolderPid)
            {
                _ = Processes.Kill(pid, 9);
            }

            End();
            Holder.Release(Directory);
        }

        Holder.Reap(Run.HolderPid);
        Run.Dispose();
        Folder.Dispose();
    }

    private static int ReadSome(FileDescriptor source, List<byte> bytes)
    {
        Span<byte> buffer = stackalloc byte[4096];
        int read;
        while ((read = Files.Read(source.Number, buffer)) == -Errno.EAGAIN)
        {
            Assert.NotEqual(0, Files.Poll(source.Number, PollEvents.In, (int)Patience.Max.TotalMilliseconds));
        }

        if (read == -Errno.EIO)
        {
            return 0; // A terminal's way to say that its last user is gone.
        }

        Assert.True(read >= 0, Errno.Describe(-read));
        bytes.AddRange(buffer[..read]);
        return read;
    }
}
