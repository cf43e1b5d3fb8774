using System.Threading.Channels;
using Drover.Cli.Commands.Logs;
using Drover.Contracts.Client;
using Drover.Contracts.Errors;

namespace Drover.Cli.Commands.Projects;

/// <summary>
/// The common log of a scope: a follower for each session, and a new one when a session that had ended is started again. It is over when all of
/// them have ended.
/// </summary>
internal sealed class ProjectLog(DroverClient client, ProjectScope scope, IProjectLines lines)
{
    private readonly Channel<(string Session, bool Started, Error? Error)> _news = Channel.CreateUnbounded<(string, bool, Error?)>();
    private readonly Dictionary<string, LogFollower> _followers = scope.Processes.ToDictionary(process => process.Session, process => new LogFollower(client, process.Session), StringComparer.Ordinal);

    /// <returns>Null when all have ended; otherwise why following was given up.</returns>
    internal async Task<Error?> RunAsync(long nextEvent, CancellationToken cancellation)
    {
        using var over = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        var events = new ScopeEvents(client, scope).RunAsync(
            nextEvent,
            (_, happened) =>
            {
                if (happened.Type is "session.starting")
                {
                    _news.Writer.TryWrite((happened.SessionId!, true, null));
                }
            },
            over.Token);
        var running = new HashSet<string>(StringComparer.Ordinal);
        var tasks = new List<Task> { events };
        foreach (var process in scope.Processes)
        {
            running.Add(process.Session);
            tasks.Add(FollowAsync(process, over.Token));
        }

        Error? error = null;
        while (running.Count > 0 && error is null)
        {
            var (session, started, failure) = await _news.Reader.ReadAsync(cancellation);
            error = failure;
            if (!started)
            {
                running.Remove(session);
            }
            else if (running.Add(session))
            {
                tasks.Add(FollowAsync(scope.Processes.First(process => process.Session == session), over.Token));
            }
        }

        await over.CancelAsync();
        await Task.WhenAll(tasks).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        return error;
    }

    private async Task FollowAsync(ScopedProcess process, CancellationToken ends)
    {
        var request = new LogRequest { SinceSeq = process.SinceSeq, Ansi = lines.Ansi };
        var error = await _followers[process.Session].RunAsync(request, record => lines.Show(process, record), lines.Flush, ends);
        _news.Writer.TryWrite((process.Session, false, error));
    }
}
