using System.Text.Json;
using Drover.Contracts.Errors;
using Drover.Contracts.Sessions;
using Drover.Daemon.Features.Sessions.Tools.Answers;
using Drover.Daemon.Logs.Brief;

namespace Drover.Daemon.Features.Sessions.Tools;

/// <summary>The list of processes, cut to what an answer can bear.</summary>
internal sealed class ProcessListings(SessionService sessions, SessionViews views, TimeProvider time)
{
    // Looking at all process trees costs more than the rest of the answer, and agents ask often: ports of a moment ago will do.
    private static readonly TimeSpan Fresh = TimeSpan.FromSeconds(2);

    private long? _lookedAt;

    public async Task<Result<ProcessListing>> ListAsync(ListArguments input)
    {
        var states = StateText.ParseList(input.Status);
        if (states.Error is { } unknown)
        {
            return unknown;
        }

        var chosen = sessions.All.Where(session => Fits(session, input, states.Value)).OrderByDescending(session => session.IsActive).ToList();
        await LookAsync();
        var budget = new TextBudget(TextBudget.Default);
        var rows = chosen.Select(Row).TakeWhile(row => budget.Takes(JsonSerializer.Serialize(row, SessionToolJson.Default.ListedProcess))).ToList();
        return new ProcessListing
        {
            Processes = rows,
            Rest = rows.Count < chosen.Count ? $"{chosen.Count - rows.Count} older ones are left out: filter by status, label, command or working_directory" : null,
        };
    }

    private static bool Fits(KnownSession session, ListArguments input, IReadOnlyCollection<SessionState> states) =>
        (states.Count == 0 || states.Contains(session.State))
        && (input.Label is null || input.Label == session.Label)
        && (input.Command is not { } part || CommandText.Of(session.Plan.Placed.Command).Contains(part, StringComparison.OrdinalIgnoreCase))
        && (input.WorkingDirectory is not { } folder || session.Plan.Placed.Cwd == Path.TrimEndingDirectorySeparator(folder));

    private async Task LookAsync()
    {
        if (_lookedAt is not { } at || time.GetElapsedTime(at) > Fresh)
        {
            await views.ListAsync(sessions.All);
            _lookedAt = time.GetTimestamp();
        }
    }

    private static ListedProcess Row(KnownSession session) => new ListedProcess
    {
        Ports = session is { IsActive: true, LastPorts: { Count: > 0 } ports } ? ports : null,
        RestartCount = session.Snapshot.Restarts.Total,
    }.About(session);
}
