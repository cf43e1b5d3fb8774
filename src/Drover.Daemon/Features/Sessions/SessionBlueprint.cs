using Drover.Contracts.Errors;
using Drover.Daemon.Features.Sessions.Specs;
using Drover.Daemon.Ports;
using Drover.Supervision.Spawn;

namespace Drover.Daemon.Features.Sessions;

/// <summary>A session that could be started: its plan, its first run, and the ports that are held for it until then.</summary>
internal sealed record SessionBlueprint(SessionPlan Plan, Result<DrawnRun> FirstRun, IReadOnlyList<PortLease> Leases)
{
    public void ReleasePorts()
    {
        foreach (var lease in Leases)
        {
            lease.Dispose();
        }
    }
}

/// <summary>A run that can be started.</summary>
/// <param name="Spec">In the kernel's terms.</param>
/// <param name="EnvNames">Names of the variables that are the session's own.</param>
internal sealed record DrawnRun(ProcessSpec Spec, IReadOnlyList<string> EnvNames);
