using System.Text.Json.Nodes;
using Drover.IntegrationTests.Daemon.Sessions.Tools;
using Xunit;

namespace Drover.IntegrationTests.Daemon.Jobs;

public sealed class Job_tools(AgentFixture fixture) : IClassFixture<AgentFixture>
{
    [Fact]
    public async Task A_command_is_run_to_its_end()
    {
        var folder = fixture.Folder();
        var answer = await fixture.Agent.CallAsync("run_command", new JsonObject { ["command"] = "pwd; echo oh >&2; exit 3", ["working_directory"] = folder });
        Assert.Equal(("exited", 3), (answer.GetProperty("state").GetString(), answer.GetProperty("exit_code").GetInt32()));
        Assert.Contains(folder, answer.GetProperty("output").GetString(), StringComparison.Ordinal);
        Assert.Contains("[stderr] oh", answer.GetProperty("output").GetString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task One_that_takes_longer_is_followed_and_cancelled()
    {
        var answer = await fixture.Agent.CallAsync("run_command", new JsonObject { ["command"] = "echo first; sleep 1000", ["working_directory"] = fixture.Folder(), ["wait_ms"] = "300" });
        var job = answer.GetProperty("job_id").GetString()!;
        Assert.Equal("running", answer.GetProperty("state").GetString());
        Assert.Contains("get_job_output", answer.GetProperty("next").GetString(), StringComparison.Ordinal);
        var listed = (await fixture.Agent.CallAsync("list_jobs")).GetProperty("jobs").EnumerateArray().Select(row => row.GetProperty("job_id").GetString());
        Assert.Contains(job, listed);
        var output = await fixture.Agent.CallAsync("get_job_output", new JsonObject { ["job_id"] = job, ["stream"] = "stdout" });
        Assert.Equal("first", output.GetProperty("output").GetString());
        var cancelled = await fixture.Agent.CallAsync("cancel_job", new JsonObject { ["job_id"] = job });
        Assert.Equal(("exited", "cancelled", 143), (cancelled.GetProperty("state").GetString(), cancelled.GetProperty("reason").GetString(), cancelled.GetProperty("exit_code").GetInt32()));
        Assert.Contains("job.ended", await fixture.Agent.RefusedAsync("cancel_job", new JsonObject { ["job_id"] = job }), StringComparison.Ordinal);
        var all = await fixture.Agent.CallAsync("list_jobs", new JsonObject { ["all"] = true });
        Assert.Contains(all.GetProperty("jobs").EnumerateArray(), row => row.GetProperty("job_id").GetString() == job && row.GetProperty("exit_code").GetInt32() == 143);
    }

    [Fact]
    public async Task What_is_wrong_with_a_call_is_told()
    {
        Assert.Contains("request.command_empty", await fixture.Agent.RefusedAsync("run_command", new JsonObject { ["command"] = " " }), StringComparison.Ordinal);
        Assert.Contains("request.invalid_value", await fixture.Agent.RefusedAsync("run_command", new JsonObject { ["command"] = "true", ["timeout"] = 301 }), StringComparison.Ordinal);
        Assert.Contains("request.invalid_value", await fixture.Agent.RefusedAsync("run_command", new JsonObject { ["command"] = "true", ["working_directory"] = "relative" }), StringComparison.Ordinal);
        Assert.Contains("request.cwd_not_found", await fixture.Agent.RefusedAsync("run_command", new JsonObject { ["command"] = "true", ["working_directory"] = "/no/such/folder" }), StringComparison.Ordinal);
        Assert.Contains("job.not_found", await fixture.Agent.RefusedAsync("get_job_output", new JsonObject { ["job_id"] = "j_x" }), StringComparison.Ordinal);
        Assert.Contains("request.invalid_pattern", await fixture.Agent.RefusedAsync("get_job_output", new JsonObject { ["job_id"] = await EndedAsync(), ["grep"] = "(" }), StringComparison.Ordinal);
    }

    private async Task<string> EndedAsync() => (await fixture.Agent.CallAsync("run_command", new JsonObject { ["command"] = "true" })).GetProperty("job_id").GetString()!;
}
