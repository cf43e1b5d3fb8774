using Drover.Contracts.Daemon;
using Drover.Supervision.Supervisor;

namespace Drover.Daemon.Lifecycle;

/// <summary>What the kernel tells of itself.</summary>
internal sealed class KernelReport(ProcessSupervisor supervisor) : IKernelReport
{
    public string Holder => supervisor.SelfTest.Holder.Kind.ToString().ToLowerInvariant();

    public string Capture => supervisor.SelfTest.Capture.ToString().ToLowerInvariant();

    public IReadOnlyList<string> Warnings => supervisor.SelfTest.Warnings;

    public async Task<IReadOnlyList<UnknownHolder>> UnknownHoldersAsync() =>
        [.. (await supervisor.FindUnknownHoldersAsync()).Select(holder => new UnknownHolder(
            holder.Holder.Pid,
            holder.RunId.ToString(),
            holder.Processes.Count > 0 ? holder.Processes[0] : null))];
}
