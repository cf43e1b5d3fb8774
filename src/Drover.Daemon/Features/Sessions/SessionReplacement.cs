using Drover.Contracts.Errors;
using Drover.Contracts.Sessions;
using Drover.Daemon.Features.Sessions.Specs;
using Drover.Daemon.Ports;
using Drover.Supervision.Supervisor;

namespace Drover.Daemon.Features.Sessions;

/// <summary>
/// Starts a session again with another spec: the same id, label and log, other contents. A running one goes on as it is until what the new
/// spec depends on is there; what is stored is always what the current run was started with, so a daemon that ends in between loses only
/// the wish, and whoever had it can see that.
/// </summary>
internal sealed class SessionReplacement(
    SessionRegistry registry, SessionLauncher launcher, SessionFactory factory, SessionDependencies dependencies, SessionJournal journal, PortAllocator ports)
{
    public async Task<Result<SessionActed>> RestartAsync(KnownSession session, SessionSpec spec, string because)
    {
        if (SpecRules.Check(spec) is { } wrong)
        {
            return wrong;
        }

        if (spec.Label != session.Label)
        {
            return SpecRules.Invalid("label", "cannot be changed; stop the session and start another one");
        }

        var others = dependencies.Resolve(spec);
        if (!others.IsSuccess)
        {
            return others.Error!;
        }

        var blueprint = launcher.Draw(spec, session.Plan.Ports);
        if (!blueprint.IsSuccess)
        {
            return blueprint.Error!;
        }

        if (registry.ClaimLabel(session) is { } taken)
        {
            blueprint.Value.ReleasePorts();
            return taken;
        }

        var stops = session.Stops;
        SessionDependencies.Forget(session);
        var runs = session.IsActive && !session.Snapshot.IsHeld && session.Snapshot.RunNumber > 0;
        LaunchPlan? launch = null;
        var isThere = await session.WhileThereAsync(async () =>
        {
            session.Note = null;
            launch = runs ? null : await SwapAsync(session, blueprint.Value);
        });
        if (!isThere)
        {
            blueprint.Value.ReleasePorts();
            return Refusal.Of(ErrorCodes.SessionNotFound, $"{session.Label ?? session.Name} has just been removed.", ("id", session.Name));
        }

        var trigger = new RunTrigger(runs ? RunTriggerKind.Manual : RunTriggerKind.Start, because);
        await dependencies.StartAsync(session, others.Value, stops, async () =>
            await session.Process.RestartAsync(trigger, plan: launch ?? await SwapAsync(session, blueprint.Value)));
        return new SessionActed { Id = session.Name, State = session.State };
    }

    private async Task<LaunchPlan> SwapAsync(KnownSession session, SessionBlueprint blueprint)
    {
        var old = session.Plan;
        session.Plan = blueprint.Plan;
        foreach (var port in old.Ports.Values.Except(blueprint.Plan.Ports.Values))
        {
            ports.Return(port);
        }

        if (session.Watch is { } watch)
        {
            session.Watch = null;
            await watch.DisarmAsync();
        }

        if (await factory.WatchAsync(session, allowMissing: true) is { } unwatched)
        {
            session.Note = unwatched.Message;
            session.Log.AppendSystem(session.Snapshot.RunNumber, unwatched.Message);
        }

        journal.Write(session);
        return launcher.PlanFor(session, blueprint);
    }
}
