using Drover.Contracts.Errors;
using Drover.Contracts.Terminals;
using Drover.Supervision.Restarts;
using Drover.Supervision.Stopping;
using Drover.Supervision.Supervisor;
using Microsoft.Extensions.Logging;

namespace Drover.Daemon.Features.Terminals;

/// <summary>The use cases of terminals.</summary>
internal sealed partial class TerminalService(
    ProcessSupervisor supervisor, TerminalRegistry registry, TerminalFiles files, TimeProvider time, ILogger<TerminalService> logger)
{
    private const int Hup = 1;

    // A shell in front of a person ignores TERM; HUP is what the end of its terminal says.
    private static readonly StopPolicy Policy = new(Hup, TerminalLimits.Grace);

    /// <summary>Newest first, ended ones included.</summary>
    public IReadOnlyList<KnownTerminal> All => registry.All;

    public Result<KnownTerminal> Find(string id) => registry.Find(id);

    /// <summary>Opens a terminal; a command that cannot be started is a terminal that has ended.</summary>
    public async Task<Result<KnownTerminal>> OpenAsync(TerminalSpec spec)
    {
        if (registry.All.Count(known => !known.HasEnded) >= TerminalLimits.Most)
        {
            return TerminalErrors.TooMany;
        }

        var plan = new TerminalPlan
        {
            Line = spec.Line,
            Shell = spec.UserShell,
            Workspace = spec.Folder.Workspace.Path,
            Cwd = spec.Folder.Path,
            CreatedAt = time.GetUtcNow(),
        };
        Guid id;
        do
        {
            id = Guid.NewGuid();
        }
        while (registry.Find(TerminalId.Of(id)).IsSuccess);

        var terminal = new KnownTerminal(id, plan, time);
        try
        {
            files.Write(terminal.Id, plan);
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            // It works without; only the next daemon will not know it.
            NotRemembered(terminal.Name, failure.Message);
        }

        terminal.Process = supervisor.Create(terminal.Id, PlanOf(() => new Launch.Ready(spec.Process())), terminal);
        registry.Add(terminal);
        await terminal.Process.StartAsync(RunTrigger.Start);
        await ForgetEndedAsync();
        return terminal;
    }

    /// <summary>Takes a terminal over from an earlier daemon.</summary>
    public async Task AdoptAsync(Guid id, TerminalPlan plan, ProcessSnapshot snapshot)
    {
        var terminal = new KnownTerminal(id, plan, time);
        terminal.Process = await supervisor.RecoverAsync(
            new RecoveredProcess(id, snapshot), PlanOf(() => new Launch.Refused("the daemon ended before the command was started")), terminal);
        registry.Add(terminal);
    }

    /// <summary>Ends a terminal and everything it started, and removes it with what it printed.</summary>
    /// <returns>How it was at its end.</returns>
    public async Task<Terminal> DeleteAsync(KnownTerminal terminal, TerminalReason why)
    {
        await EndAsync(terminal, why);
        var last = terminal.View();
        if (registry.Remove(terminal))
        {
            terminal.Remove();
            _ = ForgetWhenReadAsync(terminal);
        }

        return last;
    }

    /// <summary>Ends all of them. Cancelling means: kill what is left now.</summary>
    public async Task EndAllAsync(CancellationToken hurry)
    {
        var running = registry.All.Where(terminal => !terminal.IsOver).ToList();
        var all = Task.WhenAll(running.Select(terminal => EndAsync(terminal, TerminalReason.DaemonStopped)));
        try
        {
            await all.WaitAsync(hurry);
        }
        catch (OperationCanceledException) when (hurry.IsCancellationRequested)
        {
            // A second stop during the grace kills at once.
            await Task.WhenAll(running.Select(terminal => EndAsync(terminal, TerminalReason.DaemonStopped)));
            await all;
        }
    }

    /// <summary>Removes what has ended, as the daemon does at its own end: the next one could tell nobody of it.</summary>
    public Task ForgetAllEndedAsync() => Task.WhenAll(registry.All.Where(terminal => terminal.IsOver && registry.Remove(terminal)).Select(ForgetAsync));

    private async Task EndAsync(KnownTerminal terminal, TerminalReason why)
    {
        if (terminal.IsOver)
        {
            return;
        }

        // Before the stop, so that the end it brings about has its reason.
        terminal.Ending = why;
        try
        {
            if ((await terminal.Process!.StopAsync(Policy)).Stopped is { } stopped)
            {
                await stopped;
            }
        }
        catch (Exception gone) when (gone is ObjectDisposedException or RunUnavailableException)
        {
            NotEnded(terminal.Name, gone.Message);
        }
    }

    private async Task ForgetEndedAsync()
    {
        foreach (var old in registry.All.Where(terminal => terminal is { IsOver: true, Viewers: 0 }).Skip(TerminalLimits.MostEnded))
        {
            if (registry.Remove(old))
            {
                await ForgetAsync(old);
            }
        }
    }

    // Viewers read from the log, so it stays until they have read its end or had time enough to.
    private async Task ForgetWhenReadAsync(KnownTerminal terminal)
    {
        while (terminal.Viewers > 0 && !terminal.Removed.IsCancellationRequested)
        {
            var changed = terminal.Changed.Next;
            if (terminal.Viewers > 0)
            {
                await changed.WaitAsync(terminal.Removed).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
        }

        await ForgetAsync(terminal);
    }

    private async Task ForgetAsync(KnownTerminal terminal)
    {
        try
        {
            await supervisor.RemoveAsync(terminal.Process!);
            files.Remove(terminal.Id);
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            NotRemoved(terminal.Name, failure.Message);
        }
    }

    private static LaunchPlan PlanOf(Func<Launch> prepare) => new()
    {
        Restart = RestartPolicy.Never,
        Stop = Policy,
        PrepareAsync = _ => ValueTask.FromResult(prepare()),
    };

    [LoggerMessage(2701, LogLevel.Warning, "Terminal {Terminal} will not be known to the next daemon: {Reason}")]
    private partial void NotRemembered(string terminal, string reason);

    [LoggerMessage(2702, LogLevel.Warning, "Terminal {Terminal} was not ended: {Reason}")]
    private partial void NotEnded(string terminal, string reason);

    [LoggerMessage(2703, LogLevel.Warning, "What was kept of terminal {Terminal} could not all be removed: {Reason}")]
    private partial void NotRemoved(string terminal, string reason);
}
