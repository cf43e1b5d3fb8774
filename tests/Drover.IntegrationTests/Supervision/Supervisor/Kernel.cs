using Drover.Supervision.Logs;
using Drover.Supervision.Restarts;
using Drover.Supervision.Spawn;
using Drover.Supervision.Stopping;
using Drover.Supervision.Supervisor;
using Drover.TestKit;
using Microsoft.Extensions.Logging.Abstractions;
using Xunit;

namespace Drover.IntegrationTests.Supervision.Supervisor;

/// <summary>A real kernel on a folder of its own. Starting a second one on the same folder is what a new daemon does.</summary>
internal sealed class Kernel(string folder) : IProcessObserver, IAsyncDisposable
{
    private readonly List<(ProcessEvent Event, ProcessSnapshot Snapshot)> _seen = [];

    public ProcessSupervisor Supervisor { get; } = ProcessSupervisor.Start(new SupervisionOptions { DataDirectory = folder }, TimeProvider.System, NullLoggerFactory.Instance);

    public IReadOnlyList<(ProcessEvent Event, ProcessSnapshot Snapshot)> Seen
    {
        get
        {
            lock (_seen)
            {
                return [.. _seen];
            }
        }
    }

    /// <summary>Called inside the owner loop at each event, for tests that must act at an exact moment.</summary>
    public Func<ProcessEvent, ProcessSnapshot, ValueTask>? At { get; set; }

    public static LaunchPlan Shell(string line, RestartPolicy? restart = null, StopPolicy? stop = null, StdinMode? stdin = null, PtySize? pty = null, bool merge = false) => new()
    {
        PrepareAsync = _ => ValueTask.FromResult<Launch>(new Launch.Ready(new ProcessSpec
        {
            Program = "/bin/sh",
            Arguments = ["-c", line],
            WorkingDirectory = "/",
            Environment = new Dictionary<string, string> { ["PATH"] = Environment.GetEnvironmentVariable("PATH") ?? "/usr/bin:/bin" },
            Stdin = stdin ?? new StdinMode.Hold(),
            Pty = pty,
            MergeStderr = merge,
        })),
        Restart = restart ?? RestartPolicy.Never,
        Stop = stop ?? new StopPolicy(15, TimeSpan.FromSeconds(2)),
    };

    public async Task<SupervisedProcess> RunAsync(LaunchPlan plan)
    {
        var process = Supervisor.Create(Guid.NewGuid(), plan, this);
        Assert.Equal(ControlResult.Accepted, await process.StartAsync(RunTrigger.Start));
        return process;
    }

    public Task<SupervisedProcess> RecoverAsync(SupervisedProcess process, LaunchPlan plan) => RecoverAsync(process.Id, process.Snapshot, plan);

    public Task<SupervisedProcess> RecoverAsync(Guid id, ProcessSnapshot snapshot, LaunchPlan plan) =>
        Supervisor.RecoverAsync(new RecoveredProcess(id, snapshot), plan, this);

    public async ValueTask OnChangedAsync(SupervisedProcess process, ProcessSnapshot snapshot, ProcessEvent happened)
    {
        lock (_seen)
        {
            _seen.Add((happened, snapshot));
        }

        if (At is { } at)
        {
            await at(happened, snapshot);
        }
    }

    public ValueTask DisposeAsync() => Supervisor.DisposeAsync();
}

/// <summary>Short forms for what the tests ask most.</summary>
internal static class SupervisedProcessAsserts
{
    public static Task<ProcessSnapshot> BecomesAsync(this SupervisedProcess process, ProcessState state) =>
        process.WaitUntilAsync(snapshot => snapshot.State == state, Patience.Token);

    public static async Task PrintsAsync(this SupervisedProcess process, string line)
    {
        while (true)
        {
            var next = process.Log.NextSequence;
            if (process.LinesNow().Contains(line))
            {
                return;
            }

            await process.Log.WaitForMoreAsync(next, Patience.Token);
        }
    }

    public static async Task<string[]> LinesAsync(this SupervisedProcess process, LogStream? stream = null)
    {
        await process.WaitUntilAsync(snapshot => snapshot.Output == OutputState.Ended, Patience.Token);
        return process.LinesNow(stream);
    }

    public static string[] LinesNow(this SupervisedProcess process, LogStream? stream = null) =>
    [
        .. new LogReader(process.Log)
            .Read(new LogQuery { SinceSequence = 0, Limit = 1_000_000 })
            .Lines.Where(line => stream is null || line.Stream == stream)
            .Select(line => System.Text.Encoding.UTF8.GetString(line.Bytes.Span)),
    ];
}
