using Drover.Contracts.Errors;
using Drover.Contracts.Sessions;
using Drover.Daemon.Features.Sessions.Limits;
using Drover.Daemon.Features.Sessions.Specs;
using Drover.Daemon.Ports;
using Drover.Supervision.Spawn;
using Drover.Supervision.Supervisor;

namespace Drover.Daemon.Features.Sessions;

/// <summary>
/// Prepares each run of a session: what is on disk at that moment counts, so the environment file is read and the program is looked up anew,
/// and a working directory that is gone is told in words.
/// </summary>
internal sealed class SessionLauncher(SessionsOptions options, PortAllocator ports, SessionCgroups cgroups)
{
    private static readonly PtySize Terminal = new(120, 40);

    /// <summary>Finds everything the first run needs, or what is wrong with the spec on this machine.</summary>
    /// <param name="spec">The spec.</param>
    /// <param name="kept">Ports the session has already, by name.</param>
    public Result<SessionBlueprint> Draw(SessionSpec spec, IReadOnlyDictionary<string, int>? kept = null)
    {
        var placed = PlacedSpec.Place(spec, options.StartFolder);
        if (!placed.IsSuccess)
        {
            return placed.Error!;
        }

        var given = SessionPlan.GivenPorts(placed.Value.Spec, kept);
        var leases = SessionPlan.PortNames(placed.Value.Spec).Where(name => !given.ContainsKey(name)).ToDictionary(name => name, _ => ports.Acquire(), StringComparer.Ordinal);
        var chosen = leases.ToDictionary(lease => lease.Key, lease => lease.Value.Port, StringComparer.Ordinal);
        foreach (var (name, port) in given)
        {
            ports.Keep(port);
            chosen[name] = port;
        }

        var plan = new SessionPlan(placed.Value, chosen);
        var spoken = SpecOf(plan);
        if (spoken.Error is { } error)
        {
            foreach (var lease in leases.Values)
            {
                lease.Dispose();
                ports.Return(lease.Port);
            }

            return error;
        }

        return new SessionBlueprint(plan, spoken, [.. leases.Values]);
    }

    /// <summary>What the machine lacks for a run of this spec: a folder, a program, a file. Nothing is taken or started for that.</summary>
    public Error? Lacks(SessionSpec spec)
    {
        var placed = PlacedSpec.Place(spec, options.StartFolder);
        if (!placed.IsSuccess)
        {
            return placed.Error;
        }

        var given = SessionPlan.GivenPorts(placed.Value.Spec, null);
        var anyPorts = SessionPlan.PortNames(placed.Value.Spec).ToDictionary(name => name, name => given.GetValueOrDefault(name), StringComparer.Ordinal);
        return SpecOf(new SessionPlan(placed.Value, anyPorts)).Error;
    }

    /// <summary>How the kernel starts, stops and restarts the session.</summary>
    /// <param name="session">The session.</param>
    /// <param name="blueprint">What was found when it was created; null for one of an earlier daemon.</param>
    public LaunchPlan PlanFor(KnownSession session, SessionBlueprint? blueprint)
    {
        var spec = session.Plan.Spec;
        var first = blueprint;
        session.EnvNames = blueprint?.FirstRun.Value.EnvNames;
        return new LaunchPlan
        {
            Restart = KernelTerms.Restart(spec.Restart),
            Stop = KernelTerms.Stop(spec.Stop, options.Grace),
            Payload = SessionPayload.Of(session),
            PrepareAsync = _ =>
            {
                var drawn = Interlocked.Exchange(ref first, null);
                return ValueTask.FromResult(Prepare(session, drawn));
            },
        };
    }

    private Launch Prepare(KnownSession session, SessionBlueprint? drawn)
    {
        if (session.RefuseStart is { } refused)
        {
            session.RefuseStart = null;
            return new Launch.Refused(refused);
        }

        Announce(session);
        var run = drawn is null ? SpecOf(session.Plan) : drawn.FirstRun;
        if (run.Error is { } error)
        {
            return new Launch.Refused(error.Message);
        }

        session.EnvNames = run.Value.EnvNames;
        var limited = run.Value.Spec;
        if (session.Plan.Spec.Limits is { } limits)
        {
            var cgroup = cgroups.Prepare(session.Id, limits);
            limited = limited with { CgroupDirectory = cgroup.IsSuccess ? cgroup.Value : null };
            Warn(session, cgroup.Error);
        }

        drawn?.ReleasePorts();
        return new Launch.Ready(limited);
    }

    private static void Announce(KnownSession session)
    {
        foreach (var (name, port) in session.Plan.Ports)
        {
            session.Log.AppendSystem(session.Snapshot.RunNumber, $"http://localhost:{port} (${name})");
        }
    }

    private static void Warn(KnownSession session, Error? error)
    {
        session.Note = error?.Message;
        if (error is not null)
        {
            session.Log.AppendSystem(session.Snapshot.RunNumber, error.Message);
        }
    }

    private static Result<DrawnRun> SpecOf(SessionPlan plan)
    {
        var (spec, cwd) = (plan.Spec, plan.Placed.Cwd);
        if (!Directory.Exists(cwd))
        {
            return new Error(ErrorCodes.RequestCwdNotFound, $"The working directory {cwd} does not exist.");
        }

        var environment = SessionEnvironment.Resolve(spec, cwd, plan.Ports);
        if (!environment.IsSuccess)
        {
            return environment.Error!;
        }

        var words = plan.Placed.Command.Select(word => PortText.Expand(word, plan.Ports)).ToArray();
        var program = PlacedSpec.FindProgram(words[0], cwd, environment.Value.Variables);
        if (!program.IsSuccess)
        {
            return program.Error!;
        }

        var process = new ProcessSpec
        {
            Program = program.Value,
            Arguments = words[1..],
            WorkingDirectory = cwd,
            Environment = environment.Value.Variables,
            Stdin = spec.Stdin is StdinKind.Null ? new StdinMode.Null() : new StdinMode.Hold(),
            MergeStderr = spec.Merge ?? false,
            Pty = spec.Pty is true ? Terminal : null,
        };
        return new DrawnRun(process, environment.Value.OwnNames);
    }
}
