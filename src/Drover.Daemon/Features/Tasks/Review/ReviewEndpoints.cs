using System.Text.Json.Serialization.Metadata;
using Drover.Contracts.Errors;
using Drover.Contracts.Json;
using Drover.Contracts.Tasks;
using Drover.Daemon.Edges.Http;
using Drover.Daemon.Features.Tasks.Attempts;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Drover.Daemon.Features.Tasks.Review;

/// <summary>HTTP to <see cref="TaskReview"/>.</summary>
internal static class ReviewEndpoints
{
    public static void Map(IEndpointRouteBuilder routes)
    {
        TasksEndpoints.One(routes.MapGet("/tasks/{id}/diff", (string id, HttpContext http, TaskService tasks, TaskReview review) => DiffAsync(id, http, tasks, review)))
            .WithDescription("What a task has changed since its base, also what is in no commit yet. head_commit is to be sent back as expected_head of the merge.")
            .Query("file", "string", "One file of it, by its path: for files that the patch of all leaves out.")
            .Answers<TaskDiff>()
            .Fails(ErrorCodes.WorktreeFileNotInDiff, ErrorCodes.WorktreeGone, ErrorCodes.GitFailed);

        Acts(routes.MapPost("/tasks/{id}/worktree/merge", (string id, HttpContext http, TaskService tasks, TaskReview review, OwnAgentEndpoints own) =>
                ActAsync(id, http, tasks, own, DroverJson.Default.MergeTaskRequest, (task, body) => review.MergeAsync(task, body ?? new MergeTaskRequest()))))
            .Takes<MergeTaskRequest>(optional: true)
            .WithDescription("Merges a task's changes into the checkout it came from: all of them or, where they conflict or would overwrite somebody's edits, nothing.")
            .Fails(
                ErrorCodes.MergeConflicts, ErrorCodes.MergeTargetDirty, ErrorCodes.MergeWouldOverwrite, ErrorCodes.MergeTargetBusy, ErrorCodes.MergeTargetMoved, ErrorCodes.MergeHeadMoved,
                ErrorCodes.MergeNothing, ErrorCodes.MergeAlreadyMerged, ErrorCodes.MergeFilesNotAllowed);

        Acts(routes.MapPost("/tasks/{id}/worktree/update", (string id, HttpContext http, TaskService tasks, TaskReview review, OwnAgentEndpoints own) =>
                ActAsync(id, http, tasks, own, DroverJson.Default.UpdateTaskRequest, review.UpdateAsync)))
            .Takes<UpdateTaskRequest>(optional: true)
            .WithDescription("Brings a task's changes onto its base as that is now.")
            .Fails(ErrorCodes.MergeConflicts);

        Acts(routes.MapPost("/tasks/{id}/push", (string id, HttpContext http, TaskService tasks, TaskReview review, OwnAgentEndpoints own) =>
                ActAsync(id, http, tasks, own, DroverJson.Default.PushTaskRequest, review.PushAsync)))
            .Takes<PushTaskRequest>(optional: true)
            .WithDescription("Pushes a task's branch. Its policy has to allow git writes and the network.")
            .Fails(ErrorCodes.TaskStartRefused, ErrorCodes.GitPushRejected, ErrorCodes.GitRemoteNotFound);

        Acts(routes.MapPost("/tasks/{id}/worktree/cleanup", (string id, HttpContext http, TaskService tasks, TaskReview review, OwnAgentEndpoints own) =>
                ActAsync(id, http, tasks, own, DroverJson.Default.CleanupTaskRequest, (task, body) => review.CleanUpAsync(task, body?.Force is true))))
            .Takes<CleanupTaskRequest>(optional: true)
            .WithDescription("Removes a task's worktree. Work that was not merged is refused unless forced, and stays on refs/drover/ID even then.")
            .Fails(ErrorCodes.WorktreeUnmerged);

        Acts(routes.MapPost("/tasks/{id}/worktree/restore", (string id, HttpContext http, TaskService tasks, TaskReview review, OwnAgentEndpoints own) =>
                ActAsync(id, http, tasks, own, DroverJson.Default.CleanupTaskRequest, (task, _) => review.RestoreAsync(task))))
            .WithDescription("Undoes a clean-up.")
            .Fails(ErrorCodes.WorktreeExists);
    }

    private static RouteHandlerBuilder Acts(RouteHandlerBuilder endpoint) => TasksEndpoints.One(endpoint)
        .Answers<TaskActed>()
        .Fails(
            ErrorCodes.TaskOwnAgent, ErrorCodes.TaskActive, ErrorCodes.TaskNotStarted, ErrorCodes.TaskNotIsolated, ErrorCodes.WorktreeGone, ErrorCodes.WorktreeBusy, ErrorCodes.GitFailed,
            ErrorCodes.RequestInvalidJson, ErrorCodes.RequestInvalidValue, ErrorCodes.RequestUnknownField);

    private static async Task<IResult> ActAsync<TBody>(
        string id, HttpContext http, TaskService tasks, OwnAgentEndpoints own, JsonTypeInfo<TBody> type, Func<KnownTask, TBody?, Task<Result<string>>> act)
        where TBody : class
    {
        var body = await JsonBody.ReadOptionalAsync(http, type);
        var found = tasks.Find(id);
        if ((new QueryReader(http.Request.Query).Check() ?? found.Error ?? body.Error ?? own.Refuse(http)) is { } wrong)
        {
            return Problems.From(wrong);
        }

        return (await act(found.Value, body.Value)).ToHttp(message => JsonAnswer.Ok(new TaskActed(TaskViews.Of(found.Value), message), DroverJson.Default.TaskActed));
    }

    private static async Task<IResult> DiffAsync(string id, HttpContext http, TaskService tasks, TaskReview review)
    {
        var query = new QueryReader(http.Request.Query);
        var file = query.Text("file");
        var found = tasks.Find(id);
        return (query.Check() ?? found.Error) is { } wrong
            ? Problems.From(wrong)
            : (await review.DiffAsync(found.Value, file, http.RequestAborted)).ToHttp(diff => JsonAnswer.Ok(diff, DroverJson.Default.TaskDiff));
    }
}
