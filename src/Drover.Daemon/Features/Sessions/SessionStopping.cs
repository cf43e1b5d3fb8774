using Drover.Daemon.Sockets;
using Drover.Daemon.Features.Sessions.Resources;
using Drover.Supervision.Stopping;
using Drover.Supervision.Supervisor;

namespace Drover.Daemon.Features.Sessions;

/// <summary>Stops a session for good, so that nothing starts it again by itself, and then looks whether it is true: what is left of it, and who holds the ports it had.</summary>
internal sealed class SessionStopping(TreeSampler sampler)
{
    /// <returns>Completes, when nothing of the session is left, with what there is to say about it; null when there was nothing to stop.</returns>
    public async Task<Task<string?>?> StopAsync(KnownSession session, StopPolicy policy, bool hurries = true)
    {
        session.CountStop();
        SessionDependencies.Forget(session);
        var revivable = session.IsRevivable;
        if (session.Watch is { } watch)
        {
            await watch.DisarmAsync();
        }

        var known = session.LastPorts;
        var had = session.Snapshot.State == ProcessState.Running ? await sampler.ListeningAsync(session) : [];
        var ports = had.Select(socket => socket.Port).Concat(known).Distinct().Order().ToList();
        var ticket = await session.Process.StopAsync(policy, hurries);
        if (ticket.Stopped is { } stopped)
        {
            return TellAsync(session, stopped, ports);
        }

        session.Changed.Pulse();
        return revivable ? Task.FromResult<string?>("it had ended; changes of its files do not start it any more") : null;
    }

    private static async Task<string?> TellAsync(KnownSession session, Task<StopReport> stopped, IReadOnlyList<int> ports)
    {
        var report = await stopped;
        session.LastPorts = [];
        var notes = report.Left.Select(left => $"{left.Command} (pid {left.Pid}) could not be ended")
            .Concat(ports.Select(port => PortHolders.Find(port) is { } holder ? $"port {port} is still held by {holder.Say()}" : null).OfType<string>())
            .ToList();
        if (notes.Count == 0)
        {
            return null;
        }

        var note = string.Join("; ", notes);
        if (!session.Removed)
        {
            session.Log.AppendSystem(session.Snapshot.RunNumber, note);
        }

        return note;
    }
}
