using System.Globalization;
using Drover.Contracts.Errors;
using Drover.Contracts.Sessions;
using Drover.Daemon.Features.Sessions.Specs;

namespace Drover.Daemon.Features.Sessions.Tools;

/// <summary>Starts a command unless it runs already in that folder: two agents that both want the dev server get one.</summary>
#pragma warning disable CA1001 // The semaphore is never disposed: nobody asks for its wait handle, so there is nothing to free.
internal sealed class StartOnce(SessionService sessions, SessionsOptions options)
#pragma warning restore CA1001
{
    private readonly SemaphoreSlim _one = new(1);

    public async Task<Result<KnownSession>> StartAsync(SessionSpec spec, CancellationToken ends)
    {
        if (SpecRules.Check(spec) is { } wrong)
        {
            return wrong;
        }

        await _one.WaitAsync(ends);
        try
        {
            if (Running(spec) is { } twin)
            {
                return AlreadyRunning(twin);
            }

            var created = await sessions.CreateAsync(spec, ends);
            return created.Error is { } error ? error : sessions.Find(created.Value.Id);
        }
        finally
        {
            _one.Release();
        }
    }

    private KnownSession? Running(SessionSpec spec)
    {
        var folder = PlacedSpec.FolderOf(spec, options.StartFolder);
        return sessions.All.FirstOrDefault(session =>
            session.IsActive && session.Plan.Placed.Cwd == folder && CommandText.Of(session.Plan.Placed.Command) == spec.Shell);
    }

    private static Error AlreadyRunning(KnownSession session)
    {
        var pid = session.Snapshot.Pid?.ToString(CultureInfo.InvariantCulture) ?? "not known yet";
        return Refusal.Of(
            ErrorCodes.SessionAlreadyRunning,
            $"This command is {StateText.Of(session.State)} already in {session.Plan.Placed.Cwd}{(session.Label is { } label ? $" as {label}" : "")}, pid {pid}.",
            ("id", session.Name), ("pid", pid));
    }
}
