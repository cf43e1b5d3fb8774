using System.Runtime.InteropServices;

namespace Drover.Cli.Commands.Projects;

/// <summary>Ctrl-C, told apart by how often it came.</summary>
internal sealed class Interrupts : IDisposable
{
    private readonly TaskCompletionSource _first = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource _second = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly PosixSignalRegistration _registration;

    internal Interrupts() => _registration = PosixSignalRegistration.Create(PosixSignal.SIGINT, Came);

    internal Task First => _first.Task;

    internal Task Second => _second.Task;

    public void Dispose() => _registration.Dispose();

    // The third one ends this program at once, as if nobody had taken it over.
    private void Came(PosixSignalContext signal) => signal.Cancel = _first.TrySetResult() || _second.TrySetResult();
}
