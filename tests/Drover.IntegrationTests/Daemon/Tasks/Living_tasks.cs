using System.Net;
using Drover.Contracts.Errors;
using Drover.Contracts.Tasks;
using Xunit;

namespace Drover.IntegrationTests.Daemon.Tasks;

public sealed class Living_tasks(TasksDaemon daemon) : IClassFixture<TasksDaemon>
{
    [Fact]
    public async Task A_task_works_in_a_worktree_is_looked_at_merged_and_cleaned_up()
    {
        var task = await daemon.RunAsync("echo two >> a.txt; echo new > b.txt; echo said");
        var ended = await daemon.EndedAsync(task.Id);
        Assert.Equal((TaskState.ReadyForReview, "2 files changed, 2 insertions(+)"), (ended.Status, ended.DiffStat));
        Assert.Contains(ended.Events!, happened => happened is { Kind: TaskEventKind.Stdout, Message: "said" });
        Assert.Equal("one\n", await File.ReadAllTextAsync(daemon.Repository["a.txt"]));

        var diff = await daemon.DiffAsync(task.Id);
        Assert.Equal(["a.txt", "b.txt"], diff.Files.Select(file => file.Path));
        Assert.Contains("+two", diff.Patch, StringComparison.Ordinal);
        var stale = await daemon.RefusedAsync(task.Id, "worktree/merge", """{"expected_head":"0123456789012345678901234567890123456789"}""");
        Assert.Equal((HttpStatusCode.Conflict, ErrorCodes.MergeHeadMoved), (stale.Status, stale.Problem.Code));

        var merged = await daemon.ReviewAsync(task.Id, "worktree/merge", $$"""{"mode":"squash","expected_head":"{{diff.HeadCommit}}"}""");
        Assert.Equal(TaskState.Completed, merged.Task.Status);
        Assert.Equal("one\ntwo\n", await File.ReadAllTextAsync(daemon.Repository["a.txt"]));
        Assert.Equal(ErrorCodes.MergeAlreadyMerged, (await daemon.RefusedAsync(task.Id, "worktree/merge")).Problem.Code);

        var cleaned = await daemon.ReviewAsync(task.Id, "worktree/cleanup");
        Assert.Null(cleaned.Task.WorktreePath);
        Assert.False(Directory.Exists(ended.WorktreePath));
        var restored = await daemon.ReviewAsync(task.Id, "worktree/restore");
        Assert.True(File.Exists(Path.Combine(restored.Task.WorktreePath!, "b.txt")));
        await daemon.ReviewAsync(task.Id, "worktree/cleanup");
        using var deleted = await daemon.Daemon.Client.DeleteAsync($"/tasks/{task.Id}");
        Assert.Equal(HttpStatusCode.NoContent, deleted.StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, (await daemon.Daemon.Client.GetAsync($"/tasks/{task.Id}")).StatusCode);
    }

    [Fact]
    public async Task A_task_that_needs_approval_waits_for_it()
    {
        var task = await daemon.CreateAsync(new CreateTaskRequest { Runner = "shell", Command = "true", Policy = new TaskPolicy { RequireApproval = true } });
        var refused = await daemon.RefusedAsync(task.Id, "start");
        Assert.Equal((HttpStatusCode.PreconditionFailed, ErrorCodes.TaskApprovalRequired), (refused.Status, refused.Problem.Code));
        Assert.Equal(TaskState.NeedsInput, (await daemon.GetAsync(task.Id)).Status);

        await daemon.ActAsync(task.Id, "approve", """{"note":"looks fine"}""");
        var ended = await daemon.EndedAsync(task.Id);
        Assert.Equal(TaskState.Completed, ended.Status);
        Assert.NotNull(ended.ApprovedAt);
        Assert.Contains(ended.Events!, happened => happened.Message == "Approved: looks fine");
    }

    [Fact]
    public async Task A_command_that_asks_gets_the_reply_on_its_standard_input()
    {
        var task = await daemon.RunAsync("printf 'Your name? '; read name; echo hello $name");
        await daemon.EventAsync(task.Id, "needs-input");
        Assert.Equal(TaskState.NeedsInput, (await daemon.GetAsync(task.Id)).Status);

        Assert.Equal(TaskState.Running, (await daemon.ActAsync(task.Id, "reply", """{"message":"Ada"}""")).Status);
        var ended = await daemon.EndedAsync(task.Id);
        Assert.Contains(ended.Events!, happened => happened.Message.EndsWith("hello Ada", StringComparison.Ordinal));
        Assert.Contains(ended.Events!, happened => happened is { Kind: TaskEventKind.Input, Message: "Ada" });
        Assert.Equal(ErrorCodes.TaskEnded, (await daemon.RefusedAsync(task.Id, "reply", """{"message":"again"}""")).Problem.Code);
    }

    [Fact]
    public async Task A_stopped_task_can_be_started_again_and_an_ended_one_not_be_stopped()
    {
        var task = await daemon.RunAsync("echo x >> a.txt; echo up; exec sleep 1000");
        await daemon.EventAsync(task.Id, happened => happened.Message == "up");
        Assert.Equal((HttpStatusCode.Conflict, ErrorCodes.TaskActive), await daemon.RefusedAsync(task.Id, "start") is var twice ? (twice.Status, twice.Problem.Code) : default);
        Assert.Equal(ErrorCodes.TaskActive, (await daemon.RefusedAsync(task.Id, "worktree/merge")).Problem.Code);

        await daemon.ActAsync(task.Id, "stop");
        var stopped = await daemon.EndedAsync(task.Id);
        Assert.Equal((TaskState.Stopped, "1 file changed, 1 insertion(+)"), (stopped.Status, stopped.DiffStat));
        Assert.Equal(ErrorCodes.TaskEnded, (await daemon.RefusedAsync(task.Id, "stop")).Problem.Code);

        await daemon.ActAsync(task.Id, "start");
        await daemon.EventAsync(task.Id, happened => happened.Message == "up", stopped.Events![^1].Seq + 1);
        var again = await daemon.GetAsync(task.Id);
        Assert.Equal([TaskState.Stopped, TaskState.Running], again.Attempts.Select(attempt => attempt.Status));
        await daemon.ActAsync(task.Id, "stop");
        Assert.Equal(2, (await daemon.EndedAsync(task.Id, stopped.Events[^1].Seq + 1)).Attempts.Count);
    }

    [Fact]
    public async Task A_command_that_fails_makes_a_failed_task_and_one_without_changes_a_completed_one()
    {
        var failed = await daemon.EndedAsync((await daemon.RunAsync("exit 3")).Id);
        Assert.Equal(TaskState.Failed, failed.Status);
        Assert.Contains("3", failed.Reason, StringComparison.Ordinal);
        Assert.Equal(TaskState.Completed, (await daemon.EndedAsync((await daemon.RunAsync("true")).Id)).Status);
    }

    [Fact]
    public async Task Checks_run_on_what_was_left_and_stand_beside_it()
    {
        var task = await daemon.CreateAsync(new CreateTaskRequest { Runner = "shell", Command = "echo y > c.txt", Checks = ["grep -q y c.txt", "false"] });
        await daemon.ActAsync(task.Id, "start");
        await daemon.EventAsync(task.Id, happened => happened.Message.StartsWith("The check false", StringComparison.Ordinal));
        Assert.Equal(["passed", "failed"], (await daemon.GetAsync(task.Id)).Checks.Select(check => check.Status));
    }

    [Fact]
    public async Task One_task_waits_for_another()
    {
        var first = await daemon.ShellAsync("read line");
        var second = await daemon.CreateAsync(new CreateTaskRequest { Runner = "shell", Command = "true", DependsOn = [first.Id] });
        Assert.Equal(TaskState.Queued, (await daemon.ActAsync(second.Id, "start")).Status);
        await daemon.ActAsync(first.Id, "start");
        await daemon.ActAsync(first.Id, "reply", """{"message":"go"}""");
        Assert.Equal(TaskState.Completed, (await daemon.EndedAsync(second.Id)).Status);
    }

    [Fact]
    public async Task Comments_are_kept_and_refused_where_they_lead_out()
    {
        var task = await daemon.EndedAsync((await daemon.RunAsync("echo x >> a.txt")).Id);
        using var made = await daemon.Daemon.Client.PostAsync($"/tasks/{task.Id}/comments", new StringContent("""{"file":"a.txt","line":2,"text":"why?"}""", null, "application/json"));
        Assert.Equal(HttpStatusCode.Created, made.StatusCode);
        Assert.Equal("why?", Assert.Single((await daemon.GetAsync(task.Id)).Comments).Text);
        Assert.Equal(ErrorCodes.RequestInvalidValue, (await daemon.RefusedAsync(task.Id, "comments", """{"file":"../x","text":"t"}""")).Problem.Code);
    }

    [Fact]
    public async Task Two_runners_may_do_the_same_side_by_side()
    {
        var refused = await daemon.RefusedAsync("""{"title":"t","command":"true","workspace":"REPO","best_of":["shell","shell"]}""");
        Assert.Equal(HttpStatusCode.BadRequest, refused.Status);
        var first = await daemon.CreateAsync(new CreateTaskRequest { Command = "true", Prompt = "do it", BestOf = ["shell", "codex"] });
        var sibling = await daemon.GetAsync(Assert.Single(first.Siblings));
        Assert.Equal(("shell", "codex", first.Id), (first.Runner, sibling.Runner, Assert.Single(sibling.Siblings)));
    }
}
