using Drover.Contracts.Client;
using Drover.Contracts.Errors;
using Drover.Contracts.Projects;

namespace Drover.Cli.Commands.Projects;

/// <summary>Where events and logs were before something was done, so that all that comes of it is seen and nothing older.</summary>
/// <param name="NextEvent">Number of the next event.</param>
/// <param name="Cursor">Behind the last lines of the sessions there were; null when there was none.</param>
internal sealed record BeforeUp(long NextEvent, string? Cursor)
{
    internal static async Task<Result<BeforeUp>> LookAsync(DroverClient client, string path)
    {
        var events = await client.EventsAsync();
        if (!events.IsSuccess)
        {
            return events.Error!;
        }

        // A file that is wrong, or a project that was never up: up itself tells the one, and the other has no lines.
        var list = await client.ProjectsAsync(path);
        string[] sessions = list.IsSuccess ? [.. list.Value.Value.Projects.SelectMany(project => project.Processes).Select(process => process.Session?.Id).OfType<string>()] : [];
        var lines = sessions.Length == 0 ? default : await client.MergedLogsAsync(sessions, new LogRequest { Limit = 0 });
        return new BeforeUp(events.Value.Value.NextSeq, sessions.Length > 0 && lines.IsSuccess ? lines.Value.Value.Cursor : null);
    }

    /// <summary>What an <c>up</c> was about, as far as it has a session.</summary>
    internal ProjectScope ScopeOf(ProjectChanges changes)
    {
        var processes =
            from change in changes.Changes
            where change.Action != ProjectAction.Stop && changes.Sessions.ContainsKey(change.Process)
            select new ScopedProcess(change.Process, changes.Sessions[change.Process]);
        return new ProjectScope(changes.Project, [.. processes], Cursor, changes.Changes.Any(change => change.Failed is not null));
    }
}
