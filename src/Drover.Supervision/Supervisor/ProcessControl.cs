using Drover.Supervision.Spawn;
using Drover.Supervision.Stopping;

namespace Drover.Supervision.Supervisor;

/// <summary>How a control was received by the owner of a process.</summary>
public enum ControlResult
{
    /// <summary>Done, or under way.</summary>
    Accepted,

    /// <summary>There is no run it could act on.</summary>
    NotRunning,

    /// <summary>A run is alive already.</summary>
    AlreadyRunning,

    /// <summary>It does not apply: a file changed, but somebody stopped the process.</summary>
    Ignored,
}

/// <summary>A stop that was accepted, or not.</summary>
/// <param name="Result">How it was received.</param>
/// <param name="Stopped">Completes when nothing is left, with what could not be ended; null when not accepted.</param>
public sealed record StopTicket(ControlResult Result, Task<StopReport>? Stopped);

/// <summary>A message to the one owner of a process. The owner answers it when it was handled.</summary>
internal abstract record ProcessControl
{
    public sealed record Start(RunTrigger Trigger) : ProcessControl<ControlResult>;

    public sealed record Stop(StopPolicy? Policy, bool Hurries) : ProcessControl<StopTicket>;

    public sealed record Restart(RunTrigger Trigger, StopPolicy? Policy, LaunchPlan? Plan) : ProcessControl<ControlResult>;

    public sealed record Hold : ProcessControl<ControlResult>;

    public sealed record Signal(int Number) : ProcessControl<ControlResult>;

    public sealed record SignalForeground(int Number) : ProcessControl<ControlResult>;

    public sealed record Resize(PtySize Size) : ProcessControl<ControlResult>;

    public sealed record Write(ReadOnlyMemory<byte> Bytes) : ProcessControl<WriteOutcome>;

    public sealed record CloseInput : ProcessControl<ControlResult>;

    public sealed record Detach(bool LetGo) : ProcessControl<ControlResult>;

    public abstract void Fail(Exception exception);

    public void Refuse() => Fail(new ObjectDisposedException(nameof(SupervisedProcess)));
}

/// <summary>A control with an answer.</summary>
/// <typeparam name="T">The answer.</typeparam>
internal abstract record ProcessControl<T> : ProcessControl
{
    // Continuations run elsewhere: the owner never executes a caller's code.
    private readonly TaskCompletionSource<T> _done = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public Task<T> Done => _done.Task;

    public void Answer(T value) => _done.TrySetResult(value);

    public override void Fail(Exception exception) => _done.TrySetException(exception);
}

/// <summary>What a write to standard input did.</summary>
/// <param name="Result">How it was received.</param>
/// <param name="Written">Bytes taken; less than asked when the command does not read and its pipe is full.</param>
/// <param name="Errno">The system's error number, 0 for none.</param>
public sealed record WriteOutcome(ControlResult Result, int Written, int Errno);
