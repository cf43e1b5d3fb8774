using Drover.Contracts.Errors;
using Drover.Daemon.Edges.Http.Access;
using Drover.Daemon.Features.Tasks.Guardrails;
using Microsoft.AspNetCore.Http;

namespace Drover.Daemon.Features.Tasks.Attempts;

/// <summary>Refuses calls that decide about tasks to processes that attempts have started: an agent must not approve itself.</summary>
internal sealed class OwnAgentEndpoints(TaskRegistry registry)
{
    public Error? Refuse(HttpContext http)
    {
        var runs = registry.All.SelectMany(task => (Guid?[])[task.Living is null ? null : task.Told.RunId, task.CheckRun]).OfType<Guid>().ToHashSet();
        return runs.Count > 0 && PeerProcess.Of(http).Any(pid => AttemptDescent.IsOf(pid, runs.Contains))
            ? new Error(ErrorCodes.TaskOwnAgent, "This call was made by something that a task has started. What it may do is for a person to decide.")
            : null;
    }
}
