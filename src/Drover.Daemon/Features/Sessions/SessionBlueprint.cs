using Drover.Contracts.Errors;
using Drover.Daemon.Features.Sessions.Specs;
using Drover.Supervision.Spawn;

namespace Drover.Daemon.Features.Sessions;

/// <summary>A session that could be started: its plan, its first run, and the ports that are held for it until then.</summary>
internal sealed record SessionBlueprint(SessionPlan Plan, Result<ProcessSpec> FirstRun, IReadOnlyList<PortLease> Leases)
{
    public void ReleasePorts()
    {
        foreach (var lease in Leases)
        {
            lease.Dispose();
        }
    }
}
