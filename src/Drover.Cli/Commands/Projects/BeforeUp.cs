using Drover.Contracts.Client;
using Drover.Contracts.Errors;
using Drover.Contracts.Projects;

namespace Drover.Cli.Commands.Projects;

/// <summary>Where events and logs were before something was done, so that all that comes of it is seen and nothing older.</summary>
/// <param name="NextEvent">Number of the next event.</param>
/// <param name="NextLines">Number of the next line, by session.</param>
internal sealed record BeforeUp(long NextEvent, IReadOnlyDictionary<string, long> NextLines)
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
        var lines = new Dictionary<string, long>(StringComparer.Ordinal);
        foreach (var session in list.IsSuccess ? list.Value.Value.Projects.SelectMany(project => project.Processes).Select(process => process.Session) : [])
        {
            if (session is not null && await client.GetAsync(session.Id) is { IsSuccess: true, Value.Value: var whole })
            {
                lines[session.Id] = whole.NextSeq;
            }
        }

        return new BeforeUp(events.Value.Value.NextSeq, lines);
    }

    /// <summary>What an <c>up</c> was about, as far as it has a session.</summary>
    internal ProjectScope ScopeOf(ProjectChanges changes)
    {
        var processes =
            from change in changes.Changes
            where change.Action != ProjectAction.Stop && changes.Sessions.ContainsKey(change.Process)
            let session = changes.Sessions[change.Process]
            select new ScopedProcess(change.Process, session, NextLines.GetValueOrDefault(session));
        return new ProjectScope(changes.Project, [.. processes], changes.Changes.Any(change => change.Failed is not null));
    }
}
