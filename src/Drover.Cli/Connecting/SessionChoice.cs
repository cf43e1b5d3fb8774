using Drover.Contracts.Client;
using Drover.Contracts.Errors;
using Drover.Contracts.Sessions;

namespace Drover.Cli.Connecting;

/// <summary>Which session a command means: the one named, also as a process of the project of this folder, or the only active one.</summary>
internal static class SessionChoice
{
    internal static bool IsActive(SessionState state) => state is SessionState.Starting or SessionState.Running or SessionState.Stopping or SessionState.Backoff;

    internal static string NameOf(SessionSummary session) => session.Label ?? session.Id[..8];

    internal static async Task<Result<string>> OfAsync(DroverClient client, string? given)
    {
        if (given is not null)
        {
            return (await ProjectNames.ResolveAsync(client, [given]))[0];
        }

        var list = await client.ListAsync();
        return list.IsSuccess ? OnlyActive(list.Value.Value.Sessions) : list.Error!;
    }

    internal static Result<string> OnlyActive(IReadOnlyList<SessionSummary> sessions)
    {
        var active = sessions.Where(session => IsActive(session.State)).ToList();
        return active switch
        {
            [var only] => only.Id,
            [] when sessions.Count == 0 => new Error(ErrorCodes.SessionNoneActive, "There is no session yet."),
            [] => new Error(ErrorCodes.SessionNoneActive, $"No session is active. The last one was {NameOf(sessions[0])}; name it if you mean it."),
            _ => new Error(
                ErrorCodes.SessionNotNamed,
                $"{active.Count} sessions are active: say which one.",
                new Dictionary<string, string>(StringComparer.Ordinal) { ["candidates"] = string.Join(", ", active.Take(20).Select(NameOf)) }),
        };
    }
}
