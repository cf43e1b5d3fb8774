using System.Collections.ObjectModel;
using System.Collections.Concurrent;
using Drover.Contracts.Sessions;
using Drover.Daemon.Features.Events;
using Drover.Daemon.Sockets;
using Drover.Daemon.Features.Sessions.Readiness;
using Drover.Daemon.Features.Sessions.Resources;
using Drover.Daemon.Features.Sessions.Specs;
using Drover.Supervision.Supervisor;
using Microsoft.Extensions.Logging;

namespace Drover.Daemon.Features.Sessions;

/// <summary>Runs the probes of every session for as long as its run lives, and says what they find in the log, the events and the status.</summary>
internal sealed partial class RunHealth(
    ProbeFactory probes, TreeSampler sampler, SessionJournal journal, EventLog events, TimeProvider time, ILogger<RunHealth> logger)
{
    private readonly ConcurrentDictionary<Guid, CancellationTokenSource> _running = new();

    public static void RunStarting(KnownSession session, ProcessSnapshot snapshot) =>
        session.Health = new HealthStatus(snapshot.RunNumber, session.Plan.Spec.Ready is null ? SessionHealth.None : SessionHealth.Waiting);

    /// <summary>Begins to ask; also for a run that an earlier daemon started, where what it had found out counts.</summary>
    public void RunStarted(KnownSession session, ProcessSnapshot snapshot)
    {
        var spec = session.Plan.Spec;
        if (spec is { Ready: null, Live: null })
        {
            return;
        }

        var ends = new CancellationTokenSource();
        if (!_running.TryAdd(session.Id, ends))
        {
            ends.Dispose();
            return;
        }

        var target = new ProbeTarget
        {
            Run = snapshot.RunNumber,
            Age = () => session.Clock.AgeOf(snapshot),
            BeganAt = () => session.Clock.BeganAt(snapshot),
            Log = session.Log,
            Ports = session.Plan.Ports,
            Cwd = session.Plan.Placed.Cwd,
            Environment = SessionEnvironment.Resolve(spec, session.Plan.Placed.Cwd, session.Plan.Ports) is { IsSuccess: true, Value: var resolved }
                ? resolved.Variables
                : ReadOnlyDictionary<string, string>.Empty,
            Listening = _ => ListeningAsync(session),
        };
        var ready = session.Health is { State: SessionHealth.Ready } health && health.Run == snapshot.RunNumber ? null : probes.Ready(spec.Ready, target);
        _ = Task.Run(() => AskAsync(session, target, ready, probes.Live(spec.Live, target), ends.Token));
    }

    public void RunEnds(KnownSession session)
    {
        if (_running.TryRemove(session.Id, out var ends))
        {
            ends.Cancel();
            ends.Dispose();
        }

        if (session.Health.State != SessionHealth.None)
        {
            session.Health = session.Health with { State = SessionHealth.None };
        }
    }

    private async Task AskAsync(KnownSession session, ProbeTarget target, TimedProbe? ready, TimedProbe? live, CancellationToken runEnds)
    {
        try
        {
            await new HealthLoop(change => NoteAsync(session, target.Run, change), time).RunAsync(ready, live, target.Age, runEnds);
        }
        catch (ObjectDisposedException)
        {
            // The session was removed or the daemon stops while a probe had something to say.
        }
        catch (Exception failure)
        {
            ProbeFailed(session.Id, failure);
        }
    }

    private Task<IReadOnlyList<ListeningSocket>> ListeningAsync(KnownSession session) => sampler.ListeningAsync(session);

    private async Task NoteAsync(KnownSession session, int run, HealthChange change)
    {
        if (session.Snapshot.RunNumber != run || session.Removed)
        {
            return;
        }

        switch (change)
        {
            case HealthChange.Ready ready:
                await BecomeReadyAsync(session, run, ready);
                break;
            case HealthChange.NotReady notReady:
                Become(session, new HealthStatus(run, SessionHealth.Unhealthy, notReady.Why), "session.unhealthy", notReady.Why);
                break;
            case HealthChange.Failing failing:
                Become(session, session.Health with { State = SessionHealth.Unhealthy, Why = failing.Why }, "session.unhealthy", $"the liveness probe failed: {failing.Why}");
                break;
            case HealthChange.Recovered:
                Become(
                    session,
                    session.Health with { State = session.Plan.Spec.Ready is null ? SessionHealth.None : SessionHealth.Ready, Why = null },
                    "session.recovered",
                    "the liveness probe succeeds again");
                break;
            case HealthChange.Dead dead:
                Become(session, session.Health with { State = SessionHealth.Unhealthy, Why = dead.Why }, "session.unhealthy", dead.Why);
                await session.Process.RestartAsync(RunTrigger.Crash(dead.Why));
                break;
        }
    }

    private async Task BecomeReadyAsync(KnownSession session, int run, HealthChange.Ready ready)
    {
        var url = ready.Url ?? (await ListeningAsync(session) is [var first, ..] ? first.Url : null);
        if (session.Snapshot is { State: ProcessState.Running } snapshot && snapshot.RunNumber == run)
        {
            var where = url is null ? "" : $" at {url}";
            Become(
                session,
                new HealthStatus(run, SessionHealth.Ready, null, ready.After, url),
                "session.ready",
                $"ready in {SpanText.Say(ready.After)}{where}");
        }
    }

    private void Become(KnownSession session, HealthStatus health, string type, string line)
    {
        session.Log.AppendSystem(health.Run, line);
        session.Health = health;
        journal.Write(session);
        events.Append(type, session.Name, session.Label, health.Run, StateText.Of(session.State), line);
    }

    [LoggerMessage(2040, LogLevel.Error, "The probes of session {Session} failed")]
    private partial void ProbeFailed(Guid session, Exception failure);
}
