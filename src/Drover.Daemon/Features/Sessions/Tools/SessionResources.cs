using System.Text.Json;
using System.Text.Json.Nodes;
using Drover.Contracts.Errors;
using Drover.Daemon.Edges.Http;
using Drover.Daemon.Edges.Mcp.Offers;
using Drover.Daemon.Features.Sessions.Tools.Output;
using Drover.Daemon.Logs;
using Drover.Daemon.Logs.Brief;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.WebUtilities;
using ModelContextProtocol.Protocol;

namespace Drover.Daemon.Features.Sessions.Tools;

/// <summary>The list of sessions and their logs as resources.</summary>
internal sealed class SessionResources(SessionService sessions, ProcessListings listings, SessionUpdates updates, TimeProvider time) : McpResources(ToolSchemas.Toolset)
{
    private const int MostListed = 50;

    public override IReadOnlyList<ResourceTemplate> Templates { get; } =
    [
        new ResourceTemplate
        {
            Name = "session_logs",
            UriTemplate = SessionUris.LogTemplate,
            Description = "Output of a process by id or label: the last 50 lines, or as the query says (names as in GET /v1/sessions/{id}/logs).",
            MimeType = "text/plain",
        },
    ];

    public override ValueTask<IReadOnlyList<Resource>> ListAsync(CancellationToken ends)
    {
        updates.Begin();
        var logs = sessions.All.Where(session => session.IsActive).Take(MostListed).Select(session => new Resource
        {
            Name = $"{ProcessFinder.NameOf(session)} output",
            Uri = SessionUris.Logs(session.Label ?? session.Name),
            MimeType = "text/plain",
        });
        return ValueTask.FromResult<IReadOnlyList<Resource>>([new Resource { Name = "sessions", Uri = SessionUris.All, Description = "All processes", MimeType = "application/json" }, .. logs]);
    }

    public override bool Owns(string uri) => uri == SessionUris.All || SessionUris.TryParseLogs(uri) is not null;

    // A label stays a label: the process that has it next is meant, too.
    public override Result<string> UriOfChanges(string uri)
    {
        if (SessionUris.TryParseLogs(uri) is not { Session: var name })
        {
            return uri;
        }

        var found = sessions.Find(name);
        return found.Error is { } error ? error : SessionUris.Logs(found.Value.Label == name ? name : found.Value.Name);
    }

    public override async ValueTask<Result<IList<ResourceContents>>> ReadAsync(string uri, McpCaller caller, CancellationToken ends)
    {
        if (SessionUris.TryParseLogs(uri) is { } log)
        {
            return ReadLog(uri, log.Session, log.Query);
        }

        var list = await listings.ListAsync(new ListArguments(null, null, null, null));
        return list.Error is { } error
            ? error
            : (ResourceContents[])[new TextResourceContents { Uri = uri, MimeType = "application/json", Text = JsonSerializer.Serialize(list.Value, SessionToolJson.Default.ProcessListing) }];
    }

    public override ValueTask<IReadOnlyList<string>> CompleteAsync(string template, string variable, string typed, CancellationToken ends) =>
        ValueTask.FromResult(variable == "id" ? Names(sessions, typed) : []);

    /// <summary>Labels, and ids of what has none; those that run first.</summary>
    public static IReadOnlyList<string> Names(SessionService sessions, string typed) =>
    [
        .. sessions.All.OrderByDescending(session => session.IsActive)
            .Select(session => session.Label is { } label && label.StartsWith(typed, StringComparison.OrdinalIgnoreCase) ? label : session.Name)
            .Where(name => name.StartsWith(typed, StringComparison.OrdinalIgnoreCase))
            .Distinct(StringComparer.Ordinal),
    ];

    /// <summary>Labels only; those that run first.</summary>
    public static IReadOnlyList<string> Labels(SessionService sessions, string typed) =>
    [
        .. sessions.All.OrderByDescending(session => session.IsActive)
            .Select(session => session.Label)
            .OfType<string>()
            .Where(label => label.StartsWith(typed, StringComparison.OrdinalIgnoreCase))
            .Distinct(StringComparer.Ordinal),
    ];

    private Result<IList<ResourceContents>> ReadLog(string uri, string name, string queryText)
    {
        var query = new QueryCollection(QueryHelpers.ParseQuery(queryText));
        var request = LogRequestParser.Parse(new QueryReader(query), accept: null, lastEventId: null, fromHead: false, time.GetUtcNow());
        var found = sessions.Find(name);
        if ((found.Error ?? request.Error) is { } wrong)
        {
            return wrong;
        }

        var thrifty = request.Value with
        {
            Limit = query.ContainsKey("limit") ? request.Value.Limit : OutputQuery.DefaultLines,
            MaxBytes = request.Value.MaxBytes ?? TextBudget.Default,
            Dedupe = !query.ContainsKey("dedupe") || request.Value.Dedupe,
        };
        var page = LogPages.Read(found.Value, thrifty);
        if (page.Error is { } error)
        {
            return error;
        }

        var lines = page.Value.Entries.Select(entry => $"{(thrifty.Prefixed ? $"[{entry.Stream}] " : "")}{entry.Line}{(entry.Repeats is { } repeats ? $" (×{repeats})" : "")}");
        return (ResourceContents[])
        [
            new TextResourceContents
            {
                Uri = uri,
                MimeType = "text/plain",
                Text = string.Join('\n', lines),
                Meta = new JsonObject { ["drover/next_seq"] = page.Value.NextSeq },
            },
        ];
    }
}
