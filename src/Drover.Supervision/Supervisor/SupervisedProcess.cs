using Drover.Supervision.Logs;
using Drover.Supervision.Spawn;
using Drover.Supervision.Stopping;

namespace Drover.Supervision.Supervisor;

/// <summary>
/// One named process over all its runs. This is the handle; the one owner is a loop behind it that takes controls one at
/// a time and is the only code that changes the state. Each method posts a control and completes when the owner handled
/// it; dropping the task cancels nothing.
/// </summary>
public sealed class SupervisedProcess
{
    private readonly ProcessLoop _loop;

    internal SupervisedProcess(Guid id, SessionLog log, Func<SupervisedProcess, ProcessLoop> loop)
    {
        Id = id;
        Log = log;
        _loop = loop(this);
    }

    /// <summary>Id of the session (or job) it belongs to.</summary>
    public Guid Id { get; }

    /// <summary>Everything it printed, over all runs.</summary>
    public SessionLog Log { get; }

    /// <summary>The latest snapshot.</summary>
    public ProcessSnapshot Snapshot => _loop.Snapshot;

    /// <summary>Starts the first run, or another after an end.</summary>
    /// <param name="trigger">What asked for it.</param>
    /// <returns><see cref="ControlResult.AlreadyRunning"/> when a run is active.</returns>
    public Task<ControlResult> StartAsync(RunTrigger trigger) => SendAsync(new ProcessControl.Start(trigger));

    /// <summary>Ends the run and everything it started. A second stop during the grace kills at once.</summary>
    /// <param name="policy">First signal and grace; the plan's own when null.</param>
    /// <param name="hurries">False to join a stop that is under way, grace and all, instead of killing at once.</param>
    /// <returns>A ticket; its task completes when nothing is left.</returns>
    public Task<StopTicket> StopAsync(StopPolicy? policy = null, bool hurries = true) => SendAsync(new ProcessControl.Stop(policy, hurries));

    /// <summary>Ends the run if there is one, waits until nothing of it is left, and starts the next.</summary>
    /// <param name="trigger">What asked for it. A file change never revives what somebody stopped.</param>
    /// <param name="policy">First signal and grace; the plan's own when null.</param>
    /// <param name="plan">How it is started, stopped and restarted from the next run on; as before when null.</param>
    /// <returns>How it was received.</returns>
    public Task<ControlResult> RestartAsync(RunTrigger trigger, StopPolicy? policy = null, LaunchPlan? plan = null) =>
        SendAsync(new ProcessControl.Restart(trigger, policy, plan));

    /// <summary>Says that an ended process will be started again when something else is there. It is Starting from then on, until it is restarted or stopped.</summary>
    /// <returns><see cref="ControlResult.AlreadyRunning"/> when it has not ended.</returns>
    public Task<ControlResult> HoldAsync() => SendAsync(new ProcessControl.Hold());

    /// <summary>Sends a signal to the command's process group, as a terminal does.</summary>
    /// <param name="signal">Signal number.</param>
    /// <returns>How it was received.</returns>
    public Task<ControlResult> SignalAsync(int signal) => SendAsync(new ProcessControl.Signal(signal));

    /// <summary>
    /// Sends a signal to the programs that are in front on the command's terminal, as its key does: INT, QUIT and TSTP. Others, and all without
    /// a terminal, go to the command's process group.
    /// </summary>
    /// <param name="signal">Signal number.</param>
    /// <returns>How it was received.</returns>
    public Task<ControlResult> SignalForegroundAsync(int signal) => SendAsync(new ProcessControl.SignalForeground(signal));

    /// <summary>Sets the size of the command's terminal; the programs in front get SIGWINCH when it is another one.</summary>
    /// <param name="size">The size in characters.</param>
    /// <returns>How it was received: <see cref="ControlResult.Ignored"/> without a terminal.</returns>
    public Task<ControlResult> ResizeAsync(PtySize size) => SendAsync(new ProcessControl.Resize(size));

    /// <summary>Writes to the command's standard input, without waiting for it to read.</summary>
    /// <param name="bytes">What to write.</param>
    /// <returns>How many bytes its pipe took.</returns>
    public Task<WriteOutcome> WriteAsync(ReadOnlyMemory<byte> bytes) => SendAsync(new ProcessControl.Write(bytes));

    /// <summary>Ends the command's standard input.</summary>
    /// <returns>How it was received.</returns>
    public Task<ControlResult> CloseInputAsync() => SendAsync(new ProcessControl.CloseInput());

    /// <summary>Waits for a change.</summary>
    /// <param name="version">Version of the snapshot the caller has seen.</param>
    /// <param name="cancellation">Ends the wait.</param>
    /// <returns>A snapshot with a higher version; at once when there is one already.</returns>
    public Task<ProcessSnapshot> WaitForChangeAsync(long version, CancellationToken cancellation) => _loop.WaitForChangeAsync(version, cancellation);

    /// <summary>Waits until a condition holds.</summary>
    /// <param name="condition">Asked with each snapshot, the current one first.</param>
    /// <param name="cancellation">Ends the wait.</param>
    /// <returns>The first snapshot for which it held.</returns>
    public async Task<ProcessSnapshot> WaitUntilAsync(Func<ProcessSnapshot, bool> condition, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(condition);
        var snapshot = Snapshot;
        while (!condition(snapshot))
        {
            snapshot = await WaitForChangeAsync(snapshot.Version, cancellation).ConfigureAwait(false);
        }

        return snapshot;
    }

    internal async Task DetachAsync(bool letGo = false) => await SendAsync(new ProcessControl.Detach(letGo)).ConfigureAwait(false);

    private async Task<T> SendAsync<T>(ProcessControl<T> control)
    {
        await _loop.PostAsync(control).ConfigureAwait(false);
        return await control.Done.ConfigureAwait(false);
    }
}
