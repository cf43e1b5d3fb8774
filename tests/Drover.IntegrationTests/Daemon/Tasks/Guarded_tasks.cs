using System.Net;
using Drover.Contracts.Errors;
using Drover.Contracts.Tasks;
using Xunit;

namespace Drover.IntegrationTests.Daemon.Tasks;

public sealed class Guarded_tasks(TasksDaemon daemon) : IClassFixture<TasksDaemon>
{
    [Fact]
    public async Task What_the_policy_forbids_is_refused_when_the_task_is_made()
    {
        var network = await daemon.RefusedAsync("""{"title":"t","runner":"shell","command":"true && curl http://example.org","workspace":"REPO"}""");
        Assert.Equal((HttpStatusCode.Forbidden, ErrorCodes.TaskPolicyRefused), (network.Status, network.Problem.Code));
        Assert.Contains("curl", network.Problem.Detail, StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.Forbidden, (await daemon.RefusedAsync("""{"title":"t","runner":"shell","command":"rm -fr /","workspace":"REPO"}""")).Status);
    }

    [Fact]
    public async Task A_command_runs_inside_the_sandbox_and_cannot_write_outside_its_worktree()
    {
        var task = await daemon.RunAsync($"echo in > b.txt; echo out > {daemon.Repository.Path}/a.txt; cat {daemon.Repository.Path}/a.txt");
        var ended = await daemon.EndedAsync(task.Id);

        Assert.True(ended.EffectivePolicy!.Sandboxed, ended.EffectivePolicy.Reason);
        Assert.Contains(ended.EffectivePolicy.Enforced, rule => rule is { Rule: "files", Layer: "sandbox" });
        Assert.Equal("1 file changed, 1 insertion(+)", ended.DiffStat);
        Assert.Equal("one\n", await File.ReadAllTextAsync(daemon.Repository["a.txt"]));
    }

    [Fact]
    public async Task What_a_task_has_started_cannot_approve_anything()
    {
        var waiting = await daemon.CreateAsync(new CreateTaskRequest { Runner = "shell", Command = "true", Policy = new TaskPolicy { RequireApproval = true } });
        var task = await daemon.CreateAsync(new CreateTaskRequest
        {
            Runner = "shell",
            Command = $"curl -s -X POST http://127.0.0.1:{daemon.Daemon.Port}/tasks/{waiting.Id}/approve; setsid curl -s -X POST http://127.0.0.1:{daemon.Daemon.Port}/tasks/{waiting.Id}/start",
            Policy = new TaskPolicy { Preset = "full", Sandbox = SandboxDemand.Off },
        });
        await daemon.ActAsync(task.Id, "start");
        var ended = await daemon.EndedAsync(task.Id);

        var printed = string.Concat(ended.Events!.Where(happened => happened.Kind == TaskEventKind.Stdout).Select(happened => happened.Message));
        Assert.Equal(2, printed.Split(ErrorCodes.TaskOwnAgent + "\",\"traceId").Length - 1);
        Assert.Null((await daemon.GetAsync(waiting.Id)).ApprovedAt);
    }

    [Fact]
    public async Task A_check_runs_what_the_agent_wrote_inside_the_sandbox_and_by_the_same_rules()
    {
        var task = await daemon.CreateAsync(new CreateTaskRequest { Runner = "shell", Command = $"echo 'echo out > {daemon.Repository.Path}/a.txt' > t.sh", Checks = ["sh t.sh"] });
        await daemon.ActAsync(task.Id, "start");
        await daemon.EventAsync(task.Id, "check");

        Assert.Equal("failed", Assert.Single((await daemon.GetAsync(task.Id)).Checks).Status);
        Assert.Equal("one\n", await File.ReadAllTextAsync(daemon.Repository["a.txt"]));
        Assert.Equal(ErrorCodes.TaskPolicyRefused, (await daemon.RefusedAsync("""{"title":"t","command":"true","checks":["curl http://example.org"],"workspace":"REPO"}""")).Problem.Code);
    }

    [Fact]
    public async Task The_audit_is_a_chain_without_secrets_that_tells_of_every_change()
    {
        const string Secret = "ghp_0123456789abcdefghijABCDEFGHIJ012345";
        var task = await daemon.EndedAsync((await daemon.RunAsync($"echo token={Secret}")).Id);
        var lines = (await daemon.Daemon.Client.GetStringAsync($"/tasks/{task.Id}/audit")).TrimEnd().Split('\n');

        Assert.Equal(lines.Length, task.Events!.Count + 2);
        Assert.DoesNotContain(lines, line => line.Contains(Secret, StringComparison.Ordinal));
        Assert.Null(FirstBreak(lines));
        Assert.NotNull(FirstBreak([lines[0], .. lines[2..]]));
        Assert.NotNull(FirstBreak([.. lines[..^1], lines[^1].Replace("completed", "failed", StringComparison.Ordinal)]));
        Assert.Null(FirstBreak((await daemon.Daemon.Client.GetStringAsync("/audit")).TrimEnd().Split('\n')));
    }

    [Fact]
    public async Task A_runner_that_is_unknown_and_budgets_beyond_all_bounds_are_refused()
    {
        Assert.Equal(ErrorCodes.RunnerNotFound, (await daemon.RefusedAsync("""{"title":"t","runner":"nobody","prompt":"p","workspace":"REPO"}""")).Problem.Code);
        Assert.Equal(ErrorCodes.RequestInvalidValue, (await daemon.RefusedAsync("""{"title":"t","command":"true","budget_minutes":0,"workspace":"REPO"}""")).Problem.Code);
        Assert.Equal(ErrorCodes.RequestInvalidValue, (await daemon.RefusedAsync("""{"title":"t","command":"true","budget_minutes":1000000000,"workspace":"REPO"}""")).Problem.Code);
        Assert.Equal(ErrorCodes.RequestInvalidValue, (await daemon.RefusedAsync("""{"title":" ","command":"true","workspace":"REPO"}""")).Problem.Code);
        Assert.Equal(ErrorCodes.RequestInvalidValue, (await daemon.RefusedAsync("""{"title":"t","runner":"codex","prompt":" ","workspace":"REPO"}""")).Problem.Code);
        Assert.Equal(ErrorCodes.WorkspaceNotFound, (await daemon.RefusedAsync("""{"title":"t","command":"true","workspace":"REPO/a.txt"}""")).Problem.Code);
    }

    private static string? FirstBreak(IEnumerable<string> lines)
    {
        var previous = AuditChain.Beginning;
        foreach (var line in lines)
        {
            if (AuditChain.FindBreak(line, previous, out previous) is { } wrong)
            {
                return wrong;
            }
        }

        return null;
    }
}
