using System.Globalization;
using Drover.Contracts.Errors;
using Drover.Contracts.Json;
using Drover.Contracts.Tasks;

namespace Drover.Contracts.Client;

/// <content>One method for each path about tasks and their changes. Where a task is named, the beginning of its id will do.</content>
public sealed partial class DroverClient
{
    /// <summary><c>GET /tasks?events=0</c>, those that changed last first.</summary>
    /// <param name="status">Only in this state; null for all.</param>
    /// <param name="workspace">Only of this one, a name or a folder; null for all.</param>
    /// <param name="limit">At most so many; null for all.</param>
    /// <param name="cancellation">Ends the call.</param>
    /// <returns>The answer, or what is wrong.</returns>
    public Task<Result<Answer<IReadOnlyList<AgentTask>>>> TasksAsync(string? status = null, string? workspace = null, int? limit = null, CancellationToken cancellation = default)
        => CallAsync(
            new HttpCall("GET", "/tasks" + new QueryText().Add("events", "0").Add("status", status).Add("workspace", workspace).Add("limit", limit?.ToString(CultureInfo.InvariantCulture))),
            json => Read(json, all => all.IReadOnlyListAgentTask),
            cancellation);

    /// <summary><c>POST /tasks</c>: makes one, or with <c>best_of</c> several; the answer is the first.</summary>
    /// <param name="request">What is wanted.</param>
    /// <param name="cancellation">Ends the call.</param>
    /// <returns>The answer, or what is wrong.</returns>
    public Task<Result<Answer<AgentTask>>> CreateTaskAsync(CreateTaskRequest request, CancellationToken cancellation = default)
        => TaskCallAsync(Post("/tasks", request, DroverJson.Default.CreateTaskRequest), cancellation);

    /// <summary><c>GET /tasks/{id}?events=0</c>.</summary>
    /// <param name="task">Its id.</param>
    /// <param name="cancellation">Ends the call.</param>
    /// <returns>The answer, or what is wrong.</returns>
    public Task<Result<Answer<AgentTask>>> TaskAsync(string task, CancellationToken cancellation = default)
        => TaskCallAsync(new HttpCall("GET", OfTask(task, "?events=0")), cancellation);

    /// <summary><c>POST …/start</c>.</summary>
    /// <param name="task">Its id.</param>
    /// <param name="cancellation">Ends the call, not the attempt.</param>
    /// <returns>The answer, or what is wrong.</returns>
    public Task<Result<Answer<AgentTask>>> StartTaskAsync(string task, CancellationToken cancellation = default) => TaskCallAsync(Post(OfTask(task, "/start")), cancellation);

    /// <summary><c>POST …/stop</c>.</summary>
    /// <param name="task">Its id.</param>
    /// <param name="cancellation">Ends the call, not the stop.</param>
    /// <returns>The answer, or what is wrong.</returns>
    public Task<Result<Answer<AgentTask>>> StopTaskAsync(string task, CancellationToken cancellation = default) => TaskCallAsync(Post(OfTask(task, "/stop")), cancellation);

    /// <summary><c>POST …/approve</c>: the start, or something the agent asks for.</summary>
    /// <param name="task">Its id.</param>
    /// <param name="request">What is answered.</param>
    /// <param name="cancellation">Ends the call.</param>
    /// <returns>The answer, or what is wrong.</returns>
    public Task<Result<Answer<AgentTask>>> ApproveTaskAsync(string task, ApproveTaskRequest request, CancellationToken cancellation = default)
        => TaskCallAsync(Post(OfTask(task, "/approve"), request, DroverJson.Default.ApproveTaskRequest), cancellation);

    /// <summary><c>POST …/reply</c>.</summary>
    /// <param name="task">Its id.</param>
    /// <param name="request">What is said.</param>
    /// <param name="cancellation">Ends the call.</param>
    /// <returns>The answer, or what is wrong.</returns>
    public Task<Result<Answer<AgentTask>>> ReplyToTaskAsync(string task, ReplyToTaskRequest request, CancellationToken cancellation = default)
        => TaskCallAsync(Post(OfTask(task, "/reply"), request, DroverJson.Default.ReplyToTaskRequest), cancellation);

    /// <summary><c>POST …/extend</c>.</summary>
    /// <param name="task">Its id.</param>
    /// <param name="minutes">How many more.</param>
    /// <param name="cancellation">Ends the call.</param>
    /// <returns>The answer, or what is wrong.</returns>
    public Task<Result<Answer<AgentTask>>> ExtendTaskAsync(string task, int minutes, CancellationToken cancellation = default)
        => TaskCallAsync(Post(OfTask(task, "/extend"), new ExtendTaskRequest { Minutes = minutes }, DroverJson.Default.ExtendTaskRequest), cancellation);

    /// <summary><c>POST …/comments</c>.</summary>
    /// <param name="task">Its id.</param>
    /// <param name="request">The remark.</param>
    /// <param name="cancellation">Ends the call.</param>
    /// <returns>The answer, or what is wrong.</returns>
    public Task<Result<Answer<TaskComment>>> CommentOnTaskAsync(string task, CommentOnTaskRequest request, CancellationToken cancellation = default)
        => CallAsync(Post(OfTask(task, "/comments"), request, DroverJson.Default.CommentOnTaskRequest), json => Read(json, all => all.TaskComment), cancellation);

    /// <summary><c>GET …/events</c>: what is there now.</summary>
    /// <param name="task">Its id.</param>
    /// <param name="sinceSeq">Events from this number on; null for all.</param>
    /// <param name="cancellation">Ends the call.</param>
    /// <returns>The answer, or what is wrong.</returns>
    public Task<Result<Answer<IReadOnlyList<TaskEvent>>>> TaskEventsAsync(string task, long? sinceSeq = null, CancellationToken cancellation = default)
        => CallAsync(new HttpCall("GET", OfTask(task, "/events" + EventQuery(sinceSeq))), json => Read(json, all => all.IReadOnlyListTaskEvent), cancellation);

    /// <summary><c>GET …/events?follow=1</c> as NDJSON; read its lines with <see cref="ReadTaskEvent"/>.</summary>
    /// <param name="task">Its id.</param>
    /// <param name="sinceSeq">Events from this number on; null for all.</param>
    /// <param name="cancellation">Ends the opening of the stream.</param>
    /// <returns>The stream, or what is wrong.</returns>
    public Task<Result<LineStream>> FollowTaskEventsAsync(string task, long? sinceSeq = null, CancellationToken cancellation = default)
        => StreamAsync(new HttpCall("GET", OfTask(task, "/events" + EventQuery(sinceSeq).Add("follow", "1").Add("format", "ndjson"))) { Accept = Ndjson }, cancellation);

    /// <summary>Reads one line of <see cref="FollowTaskEventsAsync"/>.</summary>
    /// <param name="json">The line.</param>
    /// <returns>The event.</returns>
    public static TaskEvent ReadTaskEvent(ReadOnlyMemory<byte> json) => Read(json, all => all.TaskEvent);

    /// <summary><c>GET …/diff</c>.</summary>
    /// <param name="task">Its id.</param>
    /// <param name="file">One file of it, by its path; null for all.</param>
    /// <param name="cancellation">Ends the call.</param>
    /// <returns>The answer, or what is wrong.</returns>
    public Task<Result<Answer<TaskDiff>>> TaskDiffAsync(string task, string? file = null, CancellationToken cancellation = default)
        => CallAsync(new HttpCall("GET", OfTask(task, "/diff" + new QueryText().Add("file", file))), json => Read(json, all => all.TaskDiff), cancellation);

    /// <summary><c>POST …/worktree/merge</c>.</summary>
    /// <param name="task">Its id.</param>
    /// <param name="request">How.</param>
    /// <param name="cancellation">Ends the call, not the merge.</param>
    /// <returns>The answer, or what is wrong.</returns>
    public Task<Result<Answer<TaskActed>>> MergeTaskAsync(string task, MergeTaskRequest request, CancellationToken cancellation = default)
        => TaskActAsync(Post(OfTask(task, "/worktree/merge"), request, DroverJson.Default.MergeTaskRequest), cancellation);

    /// <summary><c>POST …/worktree/update</c>.</summary>
    /// <param name="task">Its id.</param>
    /// <param name="request">How.</param>
    /// <param name="cancellation">Ends the call, not the update.</param>
    /// <returns>The answer, or what is wrong.</returns>
    public Task<Result<Answer<TaskActed>>> UpdateTaskAsync(string task, UpdateTaskRequest request, CancellationToken cancellation = default)
        => TaskActAsync(Post(OfTask(task, "/worktree/update"), request, DroverJson.Default.UpdateTaskRequest), cancellation);

    /// <summary><c>POST …/push</c>.</summary>
    /// <param name="task">Its id.</param>
    /// <param name="request">Where to.</param>
    /// <param name="cancellation">Ends the call, not the push.</param>
    /// <returns>The answer, or what is wrong.</returns>
    public Task<Result<Answer<TaskActed>>> PushTaskAsync(string task, PushTaskRequest request, CancellationToken cancellation = default)
        => TaskActAsync(Post(OfTask(task, "/push"), request, DroverJson.Default.PushTaskRequest), cancellation);

    /// <summary><c>POST …/worktree/cleanup</c>.</summary>
    /// <param name="task">Its id.</param>
    /// <param name="force">Also when there is work that was not merged; it is kept on a ref.</param>
    /// <param name="cancellation">Ends the call.</param>
    /// <returns>The answer, or what is wrong.</returns>
    public Task<Result<Answer<TaskActed>>> CleanUpTaskAsync(string task, bool force, CancellationToken cancellation = default)
        => TaskActAsync(Post(OfTask(task, "/worktree/cleanup"), new CleanupTaskRequest { Force = force }, DroverJson.Default.CleanupTaskRequest), cancellation);

    /// <summary><c>POST …/worktree/restore</c>: undoes a clean-up.</summary>
    /// <param name="task">Its id.</param>
    /// <param name="cancellation">Ends the call.</param>
    /// <returns>The answer, or what is wrong.</returns>
    public Task<Result<Answer<TaskActed>>> RestoreTaskAsync(string task, CancellationToken cancellation = default)
        => TaskActAsync(Post(OfTask(task, "/worktree/restore")), cancellation);

    /// <summary><c>DELETE /tasks/{id}</c>.</summary>
    /// <param name="task">Its id.</param>
    /// <param name="cancellation">Ends the call.</param>
    /// <returns>What is wrong; null when it is gone.</returns>
    public async Task<Error?> RemoveTaskAsync(string task, CancellationToken cancellation = default)
    {
        var opened = await OpenAsync(new HttpCall("DELETE", OfTask(task, "")), cancellation);
        if (opened.IsSuccess)
        {
            opened.Value.Dispose();
        }

        return opened.Error;
    }

    /// <summary><c>GET /tasks/{id}/audit</c>, or <c>GET /audit</c>: JSON lines, each sealed to the one before it (<see cref="AuditChain"/>).</summary>
    /// <param name="task">Its id; null for all tasks.</param>
    /// <param name="cancellation">Ends the opening of the stream.</param>
    /// <returns>The stream, or what is wrong.</returns>
    public Task<Result<LineStream>> AuditAsync(string? task, CancellationToken cancellation = default)
        => StreamAsync(new HttpCall("GET", task is null ? "/audit" : OfTask(task, "/audit")) { Accept = "*/*" }, cancellation);

    private static string OfTask(string task, string what) => $"/tasks/{Uri.EscapeDataString(task)}{what}";

    private Task<Result<Answer<AgentTask>>> TaskCallAsync(HttpCall call, CancellationToken cancellation) => CallAsync(call, json => Read(json, all => all.AgentTask), cancellation);

    private Task<Result<Answer<TaskActed>>> TaskActAsync(HttpCall call, CancellationToken cancellation) => CallAsync(call, json => Read(json, all => all.TaskActed), cancellation);
}
