using System.Collections.Concurrent;
using System.Diagnostics;
using Drover.Supervision.Capture;
using Drover.Supervision.Logs;
using Drover.Supervision.Posix;
using Drover.TestKit;
using Xunit;

namespace Drover.IntegrationTests.Supervision.Capture;

/// <summary>
/// A run without spawner and holder: FIFOs in a folder, shell children that write to them, and this object in the holder's place,
/// keeping read ends so that bytes outlive the capture, and write ends until it is told that all writers are gone.
/// </summary>
internal sealed class FifoRun : IRunCaptureObserver, IDisposable
{
    private const int OwnerOnly = 0x180;
    private readonly TempDir _folder = new();
    private readonly List<FileDescriptor> _reads = [];
    private readonly List<FileDescriptor> _writes = [];
    private readonly ConcurrentDictionary<string, TaskCompletionSource> _told = new();

    public FifoRun()
    {
        foreach (var name in new[] { "out", "err", "status" })
        {
            Assert.Equal(0, Files.MakeFifo(_folder[name], OwnerOnly));
            _reads.Add(Open(name, OpenFlags.ReadOnly | OpenFlags.NonBlocking));
            _writes.Add(Open(name, OpenFlags.WriteOnly | OpenFlags.NonBlocking));
        }
    }

    /// <summary>Everything the observer was told, in order.</summary>
    public ConcurrentQueue<string> Told { get; } = new();

    public string StatusFile => _folder["status.log"];

    public string this[string name] => _folder[name];

    public CaptureSources Sources() => new()
    {
        OutRead = Open("out", OpenFlags.ReadOnly | OpenFlags.NonBlocking),
        ErrRead = Open("err", OpenFlags.ReadOnly | OpenFlags.NonBlocking),
        StatusRead = Open("status", OpenFlags.ReadOnly | OpenFlags.NonBlocking),
    };

    /// <summary>Runs a shell script to its end; $OUT, $ERR and $STATUS are the FIFOs.</summary>
    public async Task RunAsync(string script)
    {
        using var child = Start(script);
        await child.WaitForExitAsync(Patience.Token);
        Assert.Equal(0, child.ExitCode);
    }

    public Process Start(string script)
    {
        var start = new ProcessStartInfo("/bin/sh", ["-c", script]);
        start.Environment["OUT"] = _folder["out"];
        start.Environment["ERR"] = _folder["err"];
        start.Environment["STATUS"] = _folder["status"];
        return Process.Start(start)!;
    }

    /// <summary>The last writers go, as far as they are this object.</summary>
    public void CloseWriters()
    {
        _writes.ForEach(write => write.Dispose());
        _writes.Clear();
    }

    public Task WaitForAsync(string what) => Fact(what).Task.Patiently(what);

    public void OnStatusBytes() => Tell("status");

    public void OnStatusEnded() => Tell("status ended");

    public void OnStreamEnded(LogStream stream) => Tell($"{stream} ended");

    public void OnDegraded(int errno) => Tell($"degraded {errno}");

    public void OnRecovered() => Tell("recovered");

    public void Dispose()
    {
        CloseWriters();
        _reads.ForEach(read => read.Dispose());
        _folder.Dispose();
    }

    private TaskCompletionSource Fact(string what) =>
        _told.GetOrAdd(what, _ => new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously));

    private void Tell(string what)
    {
        Told.Enqueue(what);
        Fact(what).TrySetResult();
    }

    private FileDescriptor Open(string name, int flags)
    {
        var fd = Files.Open(_folder[name], flags | OpenFlags.CloseOnExec);
        Assert.True(fd >= 0, $"open {name}: {fd}");
        return new FileDescriptor(fd);
    }
}
