using Drover.Contracts.Errors;

namespace Drover.Cli.Connecting;

/// <summary>
/// The patience of a call that goes on for long with a daemon that goes away in between: a restart, an upgrade, a crash. It is not started from
/// here: somebody may have stopped it.
/// </summary>
internal sealed class DaemonReturn
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(15);
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(50);

    private long _lostAt = TimeProvider.System.GetTimestamp();

    internal static bool IsGone(Error error) => error.Code is ErrorCodes.DaemonUnreachable or ErrorCodes.DaemonStopping or ErrorCodes.DaemonStarting;

    /// <summary>The daemon was there until now.</summary>
    internal void Seen() => _lostAt = TimeProvider.System.GetTimestamp();

    /// <summary>Waits a moment before the next try.</summary>
    /// <returns>False when trying again is of no use, or was for too long.</returns>
    internal async Task<bool> IsWorthAnotherTryAsync(Error end, CancellationToken cancellation)
    {
        if (!IsGone(end) || TimeProvider.System.GetElapsedTime(_lostAt) > Patience)
        {
            return false;
        }

        await Task.Delay(Pause, TimeProvider.System, cancellation);
        return true;
    }
}
