using Drover.Daemon.Lifecycle;

namespace Drover.Daemon.Features.Sessions;

/// <summary>Recovers the sessions before the daemon listens, and ends them, if they are to end, after it stopped listening.</summary>
internal sealed class SessionsStep(SessionRecovery recovery, SessionService sessions, SessionJournal journal) : IDaemonStep
{
    public string Name => "sessions";

    // Longer than the default grace and the five seconds that processes get to vanish after KILL.
    public TimeSpan StopBudget => TimeSpan.FromSeconds(20);

    public Task StartAsync(CancellationToken cancellation) => recovery.RunAsync(cancellation);

    public async Task StopAsync(bool keep, CancellationToken cancellation)
    {
        try
        {
            if (!keep)
            {
                await sessions.StopAllAsync(cancellation);
            }
        }
        finally
        {
            journal.Flush();
        }
    }
}
