using Drover.Contracts.Errors;
using Drover.Contracts.Json;
using Drover.Contracts.Tasks;
using Drover.Daemon.Edges.Http;
using Drover.Daemon.Features.Tasks.Events;
using Drover.Daemon.Features.Tasks.Attempts;
using Drover.Daemon.Workspaces;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Drover.Daemon.Features.Tasks;

/// <summary>HTTP to <see cref="TaskService"/>: the life of tasks. Their changes are in <see cref="Review.ReviewEndpoints"/>.</summary>
internal static class TasksEndpoints
{
    public const string Tag = "tasks";

    private const int MostEvents = 10_000;

    public static void Map(IEndpointRouteBuilder routes)
    {
        routes.MapGet("/tasks", (HttpContext http, TaskService tasks, TaskEventReading events, WorkspaceService workspaces) => List(http, tasks, events, workspaces))
            .WithTags(Tag)
            .WithDescription("Tasks, those that changed last first, with all their events unless events=0. A Link header leads to the next page.")
            .Query("status", "string", "Only tasks in this state.")
            .Query("workspace", "string", "Only tasks of this workspace: a name or a folder.")
            .Query("limit", "integer", "1 to 10000, default all.")
            .Query("cursor", "string", "Where an earlier page ended: the cursor of its Link header.")
            .Query("events", "0 or 1", "Whether each task comes with its events; default 1.")
            .Answers<IReadOnlyList<AgentTask>>()
            .Fails(ErrorCodes.RequestInvalidValue, ErrorCodes.RequestUnknownParameter, ErrorCodes.WorkspaceNotFound);

        routes.MapPost("/tasks", (HttpContext http, TaskService tasks, WorkspaceService workspaces) => CreateAsync(http, tasks, workspaces))
            .WithTags(Tag)
            .WithDescription("Makes a task. It is not started yet. With best_of one for each runner: the answer is the first, the others are its siblings.")
            .Takes<CreateTaskRequest>()
            .Answers<AgentTask>(StatusCodes.Status201Created)
            .Fails(
                ErrorCodes.RequestInvalidValue, ErrorCodes.RequestInvalidJson, ErrorCodes.RequestUnknownField, ErrorCodes.RequestUnknownParameter, ErrorCodes.RunnerNotFound,
                ErrorCodes.TaskStartRefused, ErrorCodes.WorkspaceNotFound, ErrorCodes.WorkspaceGone);

        One(routes.MapGet("/tasks/{id}", (string id, HttpContext http, TaskService tasks, TaskEventReading events) => Get(id, http, tasks, events)))
            .WithDescription("One task, with all its events unless events=0.")
            .Query("events", "0 or 1", "Whether it comes with its events; default 1.")
            .Answers<AgentTask>();

        One(routes.MapGet("/tasks/{id}/events", (string id, HttpContext http, TaskService tasks, TaskEventReading events, RecordStream stream) => EventsAsync(id, http, tasks, events, stream)))
            .WithDescription("What happened with a task, oldest first: lines of its agent and steps of its life, each with its number; with follow=1 also what comes.")
            .Query("since_seq", "integer", "First number wanted; default the first there is.")
            .Query("limit", "integer", "1 to 10000, default 10000.")
            .Query("follow", "0 or 1", "Keep sending.")
            .Query("format", "json, ndjson or sse", "Default: json, with follow ndjson; Accept: text/event-stream means sse.")
            .Answers<IReadOnlyList<TaskEvent>>();

        Acts(routes.MapPost("/tasks/{id}/start", (string id, HttpContext http, TaskService tasks, OwnAgentEndpoints own) => ActAsync(id, http, tasks, own, tasks.StartAsync)))
            .WithDescription("Starts an attempt. Where there is no room, or something it depends on has not ended well, it waits for its turn.")
            .Fails(ErrorCodes.TaskStartRefused, ErrorCodes.TaskApprovalRequired, ErrorCodes.TaskActive, ErrorCodes.TaskStartFailed, ErrorCodes.TaskStartFailed);

        Acts(routes.MapPost("/tasks/{id}/stop", (string id, HttpContext http, TaskService tasks, OwnAgentEndpoints own) => ActAsync(id, http, tasks, own, tasks.StopAsync)))
            .WithDescription("Begins to stop the attempt that runs: TERM, ten seconds, KILL, until nothing is left. A second time it kills at once.")
            .Fails(ErrorCodes.TaskEnded);

        Acts(routes.MapPost("/tasks/{id}/approve", (string id, HttpContext http, TaskService tasks, OwnAgentEndpoints own) => ActAsync(id, http, tasks, own, DroverJson.Default.ApproveTaskRequest, (task, body) => ApproveAsync(tasks, task, body))))
            .Takes<ApproveTaskRequest>(optional: true)
            .WithDescription("Approves the start, and starts it unless start is false; or, with request_id and decision, answers something the agent asks for.")
            .Fails(ErrorCodes.TaskApprovalUnknown, ErrorCodes.TaskApprovalOver, ErrorCodes.TaskStartRefused, ErrorCodes.TaskActive, ErrorCodes.TaskEnded);

        Acts(routes.MapPost("/tasks/{id}/reply", (string id, HttpContext http, TaskService tasks, OwnAgentEndpoints own) => ActAsync(id, http, tasks, own, DroverJson.Default.ReplyToTaskRequest, (task, body) => ReplyAsync(tasks, task, body))))
            .Takes<ReplyToTaskRequest>()
            .WithDescription("Says something to the agent: to its living process where that listens, else by a new attempt that resumes its conversation.")
            .Fails(ErrorCodes.TaskStartRefused, ErrorCodes.TaskNotListening, ErrorCodes.TaskEnded, ErrorCodes.TaskNotStarted);

        Acts(routes.MapPost("/tasks/{id}/extend", (string id, HttpContext http, TaskService tasks, OwnAgentEndpoints own) => ActAsync(
                id, http, tasks, own, DroverJson.Default.ExtendTaskRequest, (task, body) => Task.FromResult(tasks.Extend(task, body?.Minutes ?? 0)))))
            .Takes<ExtendTaskRequest>()
            .WithDescription("Gives the attempt that runs more minutes.")
            .Fails(ErrorCodes.TaskEnded);

        One(routes.MapPost("/tasks/{id}/comments", (string id, HttpContext http, TaskService tasks) => CommentAsync(id, http, tasks)))
            .WithDescription("Remarks something on a line of a task's changes. POST reply with include_comments sends what was not sent yet to the agent.")
            .Takes<CommentOnTaskRequest>()
            .Answers<TaskComment>(StatusCodes.Status201Created)
            .Fails(ErrorCodes.RequestInvalidValue, ErrorCodes.RequestInvalidJson, ErrorCodes.RequestUnknownField);

        One(routes.MapDelete("/tasks/{id}", (string id, HttpContext http, TaskService tasks, OwnAgentEndpoints own) => DeleteAsync(id, http, tasks, own)))
            .WithDescription("Forgets a task that has ended and was cleaned up, with its history.")
            .Produces(StatusCodes.Status204NoContent)
            .Fails(ErrorCodes.TaskActive, ErrorCodes.TaskNotCleaned, ErrorCodes.TaskOwnAgent);
    }

    /// <summary>An endpoint about one task.</summary>
    public static RouteHandlerBuilder One(RouteHandlerBuilder endpoint) =>
        endpoint.WithTags(Tag).Fails(ErrorCodes.TaskNotFound, ErrorCodes.TaskAmbiguous, ErrorCodes.RequestUnknownParameter);

    /// <summary>An endpoint that acts on one task, and is closed to what tasks have started: an agent must not approve itself.</summary>
    public static RouteHandlerBuilder Acts(RouteHandlerBuilder endpoint) => One(endpoint)
        .Answers<AgentTask>()
        .Fails(ErrorCodes.TaskOwnAgent, ErrorCodes.RequestInvalidJson, ErrorCodes.RequestInvalidValue, ErrorCodes.RequestUnknownField);

    /// <summary>Acts on a task.</summary>
    public static async Task<IResult> ActAsync(string id, HttpContext http, TaskService tasks, OwnAgentEndpoints own, Func<KnownTask, Task<Error?>> act)
    {
        var found = tasks.Find(id);
        if ((new QueryReader(http.Request.Query).Check() ?? found.Error ?? own.Refuse(http)) is { } wrong)
        {
            return Problems.From(wrong);
        }

        return await act(found.Value) is { } error ? Problems.From(error) : Answer(found.Value);
    }

    private static async Task<IResult> ActAsync<TBody>(
        string id, HttpContext http, TaskService tasks, OwnAgentEndpoints own, System.Text.Json.Serialization.Metadata.JsonTypeInfo<TBody> type, Func<KnownTask, TBody?, Task<Error?>> act)
        where TBody : class
    {
        var body = await JsonBody.ReadOptionalAsync(http, type);
        return body.Error is { } wrong ? Problems.From(wrong) : await ActAsync(id, http, tasks, own, task => act(task, body.Value));
    }

    private static IResult Answer(KnownTask task) => JsonAnswer.Ok(TaskViews.Of(task), DroverJson.Default.AgentTask);

    private static Task<Error?> ApproveAsync(TaskService tasks, KnownTask task, ApproveTaskRequest? body)
    {
        if (body?.RequestId is not { } request)
        {
            return body?.Decision is not null
                ? Task.FromResult<Error?>(TaskErrors.Invalid("request_id", "decision answers something the agent asks for: say what by request_id."))
                : tasks.ApproveStartAsync(task, body?.Note, body?.Start ?? true);
        }

        return body.Decision is { } decision
            ? tasks.DecideAsync(task, request, decision, body.Message ?? body.Note)
            : Task.FromResult<Error?>(TaskErrors.Invalid("decision", "decision is allow, deny or allow_session."));
    }

    private static Task<Error?> ReplyAsync(TaskService tasks, KnownTask task, ReplyToTaskRequest? body)
    {
        var message = body?.IncludeComments is true ? tasks.WithComments(task, body.Message) : body?.Message;
        return string.IsNullOrWhiteSpace(message)
            ? Task.FromResult<Error?>(TaskErrors.Invalid("message", "reply is required"))
            : tasks.ReplyAsync(task, message);
    }

    private static async Task<IResult> CreateAsync(HttpContext http, TaskService tasks, WorkspaceService workspaces)
    {
        var body = await JsonBody.ReadAsync(http, DroverJson.Default.CreateTaskRequest);
        if ((new QueryReader(http.Request.Query).Check() ?? body.Error) is { } wrong)
        {
            return Problems.From(wrong);
        }

        var workspace = workspaces.Find(body.Value.Workspace is null or "." ? null : body.Value.Workspace);
        if (workspace.Error is { } unknown)
        {
            return Problems.From(unknown);
        }

        return tasks.Create(body.Value, workspace.Value).ToHttp(made => JsonAnswer.Created($"/tasks/{made[0].Id}", TaskViews.Of(made[0]), DroverJson.Default.AgentTask));
    }

    private static IResult List(HttpContext http, TaskService tasks, TaskEventReading events, WorkspaceService workspaces)
    {
        var query = new QueryReader(http.Request.Query);
        var status = query.Text("status");
        var state = status is null ? null : Enum.GetValues<TaskState>().Select(value => (TaskState?)value).FirstOrDefault(value => TaskWord.Of(value!.Value) == status);
        if (status is not null && state is null)
        {
            query.Fail("status", $"status is one of {string.Join(", ", Enum.GetValues<TaskState>().Select(TaskWord.Of))}.");
        }

        var named = query.Text("workspace");
        var limit = (int)(query.Number("limit", 1, MostEvents) ?? int.MaxValue);
        var cursor = query.Text("cursor");
        var withEvents = query.OneOf("events", "0", "1") != "0";
        var workspace = workspaces.Find(named);
        if ((query.Check() ?? workspace.Error) is { } wrong)
        {
            return Problems.From(wrong);
        }

        var wanted = tasks.All.Where(task => (state is null || task.Record.State == state) && (named is null || task.Record.Spec.Workspace == workspace.Value.Path));
        if (cursor is not null)
        {
            wanted = wanted.SkipWhile(task => task.Name != cursor).Skip(1);
        }

        var page = wanted.Take(limit).ToList();
        if (page.Count == limit && page.Count > 0)
        {
            http.Response.Headers.Link = $"</tasks?cursor={page[^1].Name}&limit={limit}>; rel=\"next\"";
        }

        IReadOnlyList<AgentTask> answer = [.. page.Select(task => TaskViews.Of(task, withEvents ? events.Read(task, 0, MostEvents) : null))];
        return JsonAnswer.Ok(answer, DroverJson.Default.IReadOnlyListAgentTask);
    }

    private static IResult Get(string id, HttpContext http, TaskService tasks, TaskEventReading events)
    {
        var query = new QueryReader(http.Request.Query);
        var withEvents = query.OneOf("events", "0", "1") != "0";
        var found = tasks.Find(id);
        if ((query.Check() ?? found.Error) is { } wrong)
        {
            return Problems.From(wrong);
        }

        return JsonAnswer.Ok(TaskViews.Of(found.Value, withEvents ? events.Read(found.Value, 0, MostEvents) : null), DroverJson.Default.AgentTask);
    }

    private static async Task<IResult> EventsAsync(string id, HttpContext http, TaskService tasks, TaskEventReading events, RecordStream stream)
    {
        var query = new QueryReader(http.Request.Query);
        var since = query.Number("since_seq", 0, long.MaxValue);
        var limit = (int)(query.Number("limit", 1, MostEvents) ?? MostEvents);
        var follow = query.Flag("follow");
        var format = query.OneOf("format", "json", "ndjson", "sse") ?? StreamFormat.Preferred(http.Request, follow);
        if (follow && format == "json")
        {
            query.Fail("format", "follow=1 has no end and therefore no JSON array: use format=ndjson or sse.");
        }

        var found = tasks.Find(id);
        if ((query.Check() ?? found.Error) is { } wrong)
        {
            return Problems.From(wrong);
        }

        var after = SseWriter.LastEventId(http.Request) ?? (since is > 0 ? since.Value - 1 : 0);
        if (format == "json")
        {
            return JsonAnswer.Ok(events.Read(found.Value, after, limit), DroverJson.Default.IReadOnlyListTaskEvent);
        }

        using var writer = StreamFormat.Writer(http, format);
        await stream.SendAsync(
            http,
            writer,
            ends => follow ? events.FollowAsync(found.Value, after, ends) : Once(events.Read(found.Value, after, limit)),
            static (writer, batch) =>
            {
                foreach (var happened in batch)
                {
                    writer.Write(happened.Seq, happened, DroverJson.Default.TaskEvent);
                }
            });
        return Results.Empty;
    }

    private static async IAsyncEnumerable<IReadOnlyList<TaskEvent>> Once(IReadOnlyList<TaskEvent> all)
    {
        await Task.CompletedTask;
        yield return all;
    }

    private static async Task<IResult> CommentAsync(string id, HttpContext http, TaskService tasks)
    {
        var body = await JsonBody.ReadAsync(http, DroverJson.Default.CommentOnTaskRequest);
        var found = tasks.Find(id);
        return (new QueryReader(http.Request.Query).Check() ?? found.Error ?? body.Error) is { } wrong
            ? Problems.From(wrong)
            : tasks.Comment(found.Value, body.Value).ToHttp(comment => JsonAnswer.Created($"/tasks/{found.Value.Id}", comment, DroverJson.Default.TaskComment));
    }

    private static async Task<IResult> DeleteAsync(string id, HttpContext http, TaskService tasks, OwnAgentEndpoints own)
    {
        var found = tasks.Find(id);
        if ((new QueryReader(http.Request.Query).Check() ?? found.Error ?? own.Refuse(http)) is { } wrong)
        {
            return Problems.From(wrong);
        }

        return await tasks.DeleteAsync(found.Value) is { } error ? Problems.From(error) : Results.NoContent();
    }
}
