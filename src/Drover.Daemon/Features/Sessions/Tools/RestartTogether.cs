using System.Runtime.CompilerServices;
using Drover.Contracts.Errors;

namespace Drover.Daemon.Features.Sessions.Tools;

/// <summary>
/// Makes one restart of those that several agents ask for at the same time: after one edit, each of them calls for it. Who asks while one is on
/// its way, or a moment after it was asked for, gets that one.
/// </summary>
internal sealed class RestartTogether(SessionService sessions, TimeProvider time)
{
    // Nobody has changed anything meanwhile that the first restart would not see.
    private static readonly TimeSpan SameMoment = TimeSpan.FromMilliseconds(100);

    private readonly ConditionalWeakTable<KnownSession, Asked> _latest = [];
    private readonly Lock _gate = new();

    /// <returns>The number of the run that it starts, and whether somebody else had asked for it before.</returns>
    public async Task<(Result<int> Run, bool IsShared)> AskAsync(KnownSession session)
    {
        Asked asked;
        var isShared = true;
        lock (_gate)
        {
            if (!_latest.TryGetValue(session, out asked!) || !IsCurrent(session, asked))
            {
                isShared = false;
                asked = new Asked(time.GetTimestamp(), sessions.BeginRestartAsync(session));
                _latest.AddOrUpdate(session, asked);
            }
        }

        return (await asked.Run, isShared);
    }

    private bool IsCurrent(KnownSession session, Asked asked)
    {
        if (!asked.Run.IsCompletedSuccessfully)
        {
            return !asked.Run.IsCompleted;
        }

        // It is there: the task has completed.
        var run = asked.Run.GetAwaiter().GetResult();
        return run.IsSuccess && (session.Snapshot is { Next: not null } snapshot && snapshot.RunNumber < run.Value || time.GetElapsedTime(asked.At) < SameMoment && session.IsActive);
    }

    /// <param name="At">Timestamp.</param>
    /// <param name="Run">The restart.</param>
    private sealed record Asked(long At, Task<Result<int>> Run);
}
