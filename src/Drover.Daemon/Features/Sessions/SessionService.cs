using Drover.Contracts.Errors;
using Drover.Contracts.Sessions;
using Drover.Daemon.Features.Sessions.Specs;
using Drover.Daemon.Features.Sessions.Waiting;
using Drover.Supervision.Stopping;
using Drover.Supervision.Supervisor;

namespace Drover.Daemon.Features.Sessions;

/// <summary>The use cases of sessions. Every edge (HTTP, MCP) comes through here.</summary>
internal sealed class SessionService(
    SessionRegistry registry,
    SessionStore store,
    SessionFactory factory,
    SessionLauncher launcher,
    SessionDependencies dependencies,
    SessionWaiter waiter,
    SessionStopping stopping,
    SessionReplacement replacement,
    SessionsOptions options)
{
    private static readonly TimeSpan StartPatience = TimeSpan.FromSeconds(5);

    public Result<KnownSession> Find(string idOrLabel) => registry.Find(idOrLabel);

    public IReadOnlyList<KnownSession> All => registry.All;

    /// <summary>The session that has or had a run with this process id; of several such runs the newest counts.</summary>
    public Result<KnownSession?> FindByPid(int pid)
    {
        // A run of this moment may not be in the store yet.
        var current = registry.All.Where(session => session.Snapshot.Pid == pid).MaxBy(session => session.Snapshot.StartedAt);
        if (current is { IsActive: true })
        {
            return current;
        }

        var stored = store.SessionOfPid(pid);
        return stored.Error is { } error ? error : (stored.Value is { } id ? registry.Find(id) : null) ?? current;
    }

    /// <summary>Checks, stores and starts a session. It is stored before its process is spawned.</summary>
    public async Task<Result<SessionCreated>> CreateAsync(SessionSpec spec, CancellationToken caller)
    {
        if (SpecRules.Check(spec) is { } wrong)
        {
            return wrong;
        }

        var others = dependencies.Resolve(spec);
        if (!others.IsSuccess)
        {
            return others.Error!;
        }

        var blueprint = launcher.Draw(spec);
        if (!blueprint.IsSuccess)
        {
            return blueprint.Error!;
        }

        var created = await factory.CreateAsync(blueprint.Value);
        if (!created.IsSuccess)
        {
            return created.Error!;
        }

        var session = created.Value;
        await dependencies.StartAsync(session, others.Value, stops: 0, () => session.Process.StartAsync(RunTrigger.Start));
        var wait = spec.Wait is { } request ? await waiter.WaitAsync(session, request, firstRun: 1, caller) : null;
        return new SessionCreated { Id = session.Name, Label = session.Label, State = wait?.State ?? SessionState.Starting, Wait = wait };
    }

    public async Task<Result<SessionActed>> RestartAsync(KnownSession session, RestartRequest? request, CancellationToken caller)
    {
        if (request is not null && (SpecRules.Range("grace_ms", request.GraceMs, 0, 86_400_000) ?? (request.Wait is { } asked ? WaitRules.Check(asked, "wait.") : null)) is { } wrong)
        {
            return wrong;
        }

        var next = await BeginRestartAsync(session, request?.GraceMs);
        if (next.Error is { } refused)
        {
            return refused;
        }

        var wait = request?.Wait is { } waitFor ? await waiter.WaitAsync(session, waitFor, next.Value, caller) : null;
        return new SessionActed { Id = session.Name, State = session.State, Wait = wait };
    }

    /// <summary>Asks for a restart and waits for nothing.</summary>
    /// <returns>The number of the run it will start.</returns>
    public async Task<Result<int>> BeginRestartAsync(KnownSession session, int? graceMs = null)
    {
        var next = 0;
        Error? refused = null;
        var isThere = await session.WhileThereAsync(async () => (next, refused) = await RestartAsync(session, graceMs));
        return isThere && refused is null ? next : refused ?? Removed(session);
    }

    private async Task<(int Run, Error? Refused)> RestartAsync(KnownSession session, int? graceMs)
    {
        if (registry.ClaimLabel(session) is { } taken)
        {
            return (0, taken);
        }

        SessionDependencies.Forget(session);
        session.Note = null;
        if (session.Watch is { } watch && await watch.ArmAsync(allowMissing: true) is { } unwatched)
        {
            session.Note = unwatched.Message;
            session.Log.AppendSystem(session.Snapshot.RunNumber, unwatched.Message);
        }

        var next = session.Snapshot.RunNumber + 1;
        var policy = graceMs is null ? null : KernelTerms.Stop(session.Plan.Spec.Stop, options.Grace, graceMs: graceMs);
        await session.Process.RestartAsync(next == 1 ? RunTrigger.Start : RunTrigger.Manual, policy);
        return (next, null);
    }

    /// <summary>Starts a session again, now or when what it depends on is there, with another spec under the same id and label.</summary>
    public Task<Result<SessionActed>> RestartAsAsync(KnownSession session, SessionSpec spec, string because) => replacement.RestartAsync(session, spec, because);

    /// <summary>What this machine lacks for a session of this spec, as it is at this moment.</summary>
    public Error? Lacks(SessionSpec spec) => launcher.Lacks(spec);

    /// <summary>What is wrong with a spec, as far as that can be said without looking at the machine.</summary>
    public static Error? Check(SessionSpec spec) => SpecRules.Check(spec);

    /// <summary>Ends a session. A second stop during the grace kills at once when it hurries; else it joins the first.</summary>
    public async Task<Result<SessionActed>> StopAsync(KnownSession session, StopRequest? request, CancellationToken caller, bool hurries = true)
    {
        if (request is not null && (SpecRules.Range("grace_ms", request.GraceMs, 0, 86_400_000) ?? Signals.Check("signal", request.Signal)) is { } wrong)
        {
            return wrong;
        }

        var policy = KernelTerms.Stop(session.Plan.Spec.Stop, options.Grace, request?.Signal, request?.GraceMs);
        // Behind a restart that is just being prepared: whoever stops after it means what it starts.
        Task<string?>? stopped = null;
        if (!await session.WhileThereAsync(async () => stopped = await stopping.StopAsync(session, policy, hurries)))
        {
            return Removed(session);
        }

        if (stopped is null)
        {
            return NotRunning(session);
        }

        return new SessionActed
        {
            Id = session.Name,
            Note = request?.Wait is true ? await stopped.WaitAsync(caller) : null,
            State = session.State,
        };
    }

    public static async Task<Result<SessionActed>> SignalAsync(KnownSession session, SignalRequest request)
    {
        if ((request.Signal is null ? SpecRules.Missing("signal") : Signals.Check("signal", request.Signal)) is { } wrong)
        {
            return wrong;
        }

        // What it printed may be here before its process id is; a signal a moment after the start must not be refused for that.
        using var patience = new CancellationTokenSource(StartPatience);
        await Task.WhenAny(session.Process.WaitUntilAsync(snapshot => snapshot is not { State: ProcessState.Starting, RunNumber: > 0 }, patience.Token));
        _ = SignalNames.TryParse(request.Signal, out var number);
        try
        {
            return await session.Process.SignalAsync(number) == ControlResult.Accepted
                ? new SessionActed { Id = session.Name, State = session.State }
                : NotRunning(session);
        }
        catch (ObjectDisposedException) when (session.Removed)
        {
            return Removed(session);
        }
    }

    public static async Task<Result<StdinWritten>> WriteAsync(KnownSession session, ReadOnlyMemory<byte> bytes, bool close)
    {
        try
        {
            var outcome = await session.Process.WriteAsync(bytes);
            var written = outcome.Result != ControlResult.Accepted ? NotRunning(session) : StdinOutcome.Of(session, outcome, bytes.Length);
            return !close || !written.IsSuccess || await session.Process.CloseInputAsync() == ControlResult.Accepted ? written : NotRunning(session);
        }
        catch (ObjectDisposedException) when (session.Removed)
        {
            return Removed(session);
        }
    }

    public async Task<Result<WaitResult>> WaitAsync(KnownSession session, WaitRequest request, CancellationToken caller) =>
        await WaitAsync(session, request, Math.Max(1, session.Told.RunNumber), caller);

    /// <summary>The same about a run that may not have begun yet, and those behind it.</summary>
    public async Task<Result<WaitResult>> WaitAsync(KnownSession session, WaitRequest request, int firstRun, CancellationToken caller) =>
        WaitRules.Check(request) is { } wrong ? wrong : await waiter.WaitAsync(session, request, firstRun, caller);

    public Result<RunList> Runs(KnownSession session)
    {
        var runs = store.Runs(session.Id);
        return runs.IsSuccess ? new RunList(runs.Value) : runs.Error!;
    }

    /// <summary>Ends every session, as the daemon does when it is stopped. Cancelling means: kill what is left now.</summary>
    public async Task StopAllAsync(CancellationToken hurry)
    {
        var stops = registry.All.Where(session => session.HasProcesses)
            .Select(session => stopping.StopAsync(session, KernelTerms.Stop(session.Plan.Spec.Stop, options.Grace)))
            .ToList();
        var all = Task.WhenAll((await Task.WhenAll(stops)).OfType<Task<string?>>());
        try
        {
            await all.WaitAsync(hurry);
        }
        catch (OperationCanceledException) when (hurry.IsCancellationRequested)
        {
            // A second stop during the grace kills at once.
            await Task.WhenAll(registry.All.Where(session => session.IsActive).Select(session => session.Process.StopAsync()));
            await all;
        }
    }

    // Found, and then removed by somebody else: the same as if it had come a moment later.
    private static Error Removed(KnownSession session) =>
        Refusal.Of(ErrorCodes.SessionNotFound, $"{session.Label ?? session.Name} was removed meanwhile.", ("id", session.Name));

    private static Error NotRunning(KnownSession session) => Refusal.Of(
        ErrorCodes.SessionNotRunning,
        $"{session.Label ?? session.Name} is not running: {session.Snapshot.Reason ?? StateText.Of(session.State)}.",
        ("id", session.Name),
        ("state", StateText.Of(session.State)));
}
