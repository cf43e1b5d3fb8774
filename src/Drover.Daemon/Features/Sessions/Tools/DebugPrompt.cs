using System.Text;
using Drover.Contracts.Errors;
using Drover.Daemon.Edges.Mcp.Offers;
using Drover.Daemon.Features.Events;
using Drover.Daemon.Features.Sessions.Tools.Answers;
using Drover.Daemon.Logs.Brief;
using Drover.Supervision.Logs;
using ModelContextProtocol.Protocol;
using ModelContextProtocol.Server;

namespace Drover.Daemon.Features.Sessions.Tools;

/// <summary><c>debug_process</c>: everything that is known of a process's trouble in one message, and what to look at.</summary>
internal sealed class DebugPrompt(SessionService sessions, ProcessFinder finder, EventLog events) : McpPrompt(ToolSchemas.Toolset, new Prompt
{
    Name = "debug_process",
    Title = "Find out what is wrong with a process",
    Description = "Status, last error output and events of a process, and where to look.",
    Arguments =
    [
        new PromptArgument { Name = "label", Description = "Label of the process" },
        new PromptArgument { Name = "id", Description = "Or its id" },
    ],
})
{
    private const int EventsLookedAt = 500;
    private const int EventsTold = 15;
    private const int ErrorLines = 30;
    private const int LastLines = 20;
    private const int Bytes = 4 << 10;

    public override ValueTask<Result<GetPromptResult>> GetAsync(RequestContext<GetPromptRequestParams> request, CancellationToken ends)
    {
        var found = finder.Find(new ProcessArguments(null, Argument(request, "id"), Argument(request, "label")));
        return ValueTask.FromResult(found.Error is { } error ? error : (Result<GetPromptResult>)new GetPromptResult
        {
            Description = $"What is wrong with {ProcessFinder.NameOf(found.Value)}",
            Messages = [new PromptMessage { Role = Role.User, Content = new TextContentBlock { Text = Text(found.Value) } }],
        });
    }

    public override ValueTask<IReadOnlyList<string>> CompleteAsync(string argument, string typed, CancellationToken ends) =>
        ValueTask.FromResult(argument == "label" ? SessionResources.Labels(sessions, typed) : SessionResources.Names(sessions, typed));

    private string Text(KnownSession session)
    {
        var about = new ProcessAnswer().About(session);
        var text = new StringBuilder()
            .Append("Find out what is wrong with this process and mend it.\n\n")
            .Append($"process: {ProcessFinder.NameOf(session)} (id {about.Id}, pid {about.Pid})\ncommand: {about.Command}\nworking directory: {about.WorkingDirectory}\n")
            .Append($"status: {about.Status}{(about.ExitCode is { } code ? $", exit code {code}" : "")}{(about.Reason is { } reason ? $", {reason}" : "")}\nrestarts: {session.Snapshot.Restarts.Total}\n");
        Add(text, "last lines of stderr", Lines(session, LogStreams.Stderr, ErrorLines));
        Add(text, "last lines of all output", Lines(session, LogStreams.Blended, LastLines));
        Add(text, "what happened", string.Join('\n', Events(session)));
        return text.Append(
            """

            Look at: the first error, not the last; the file and line it names, in the working directory; whether a port it wants is taken (get_process_status, list_processes); what changed before it broke.
            More output: get_process_output with grep or since_seq; search_logs over all processes. When it is mended: restart_process with wait {"for":"ready"}.
            """).ToString();
    }

    private static void Add(StringBuilder text, string title, string lines) => text.Append($"\n{title}:\n{(lines.Length > 0 ? lines : "(none)")}\n");

    private static string Lines(KnownSession session, LogStreams streams, int count) =>
        OutputReader.Read(session, new LogQuery { Limit = count, Streams = streams }, Bytes) is { IsSuccess: true, Value: var page } ? page.Text : "";

    private IEnumerable<string> Events(KnownSession session) =>
        events.Read(Math.Max(1, events.NextSequence - EventsLookedAt), EventsLookedAt) is { IsSuccess: true, Value.Events: var all }
            ? all.Where(happened => happened.SessionId == session.Name).TakeLast(EventsTold).Select(happened =>
                $"{ProcessAnswering.ToSeconds(happened.Ts):yyyy-MM-dd'T'HH:mm:ssK} {happened.Type}{(happened.Reason is { } reason ? $": {BriefText.Short(reason)}" : "")}")
            : [];
}
