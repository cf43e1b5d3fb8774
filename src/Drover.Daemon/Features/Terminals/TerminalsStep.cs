using Drover.Contracts.Terminals;
using Drover.Daemon.Lifecycle;
using Microsoft.Extensions.Logging;

namespace Drover.Daemon.Features.Terminals;

/// <summary>Recovers the terminals before the daemon listens, ends the idle ones while it does, and, if they are to end, all of them afterwards.</summary>
internal sealed partial class TerminalsStep(TerminalRecovery recovery, TerminalService terminals, TimeProvider time, ILogger<TerminalsStep> logger) : IDaemonStep, IDisposable
{
    private ITimer? _looks;

    public string Name => "terminals";

    // Longer than the grace and the five seconds that processes get to vanish after KILL.
    public TimeSpan StopBudget => TimeSpan.FromSeconds(20);

    public async Task StartAsync(CancellationToken cancellation)
    {
        await recovery.RunAsync();
        _looks = time.CreateTimer(_ => Look(), null, TerminalLimits.LookEvery, TerminalLimits.LookEvery);
    }

    public async Task StopAsync(bool keep, CancellationToken cancellation)
    {
        Dispose();
        if (!keep)
        {
            await terminals.EndAllAsync(cancellation);
        }

        await terminals.ForgetAllEndedAsync();
    }

    public void Dispose() => _looks?.Dispose();

    private void Look()
    {
        foreach (var terminal in terminals.All.Where(terminal => terminal.LookForUse() >= TerminalLimits.IdleAfter))
        {
            IsIdle(terminal.Name);
            _ = terminals.DeleteAsync(terminal, TerminalReason.Idle);
        }
    }

    [LoggerMessage(2721, LogLevel.Information, "Terminal {Terminal} ends: nobody looks at it and it prints nothing")]
    private partial void IsIdle(string terminal);
}
