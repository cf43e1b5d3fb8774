using System.Text.Json.Nodes;
using Drover.IntegrationTests.Daemon.Sessions.Tools;
using Xunit;

namespace Drover.IntegrationTests.Daemon.Tests;

public sealed class Test_tools(AgentFixture fixture) : IClassFixture<AgentFixture>
{
    [Fact]
    public async Task An_agent_gets_numbers_and_failures_instead_of_the_log()
    {
        var folder = Shop("const { test } = require('node:test'); test('adds', () => {}); test('fails', () => { throw new Error('boom'); });");
        var answer = await fixture.Agent.CallAsync("run_tests", new JsonObject { ["working_directory"] = folder });
        Assert.Equal((1, 1, 1), (answer.GetProperty("passed").GetInt32(), answer.GetProperty("failed").GetInt32(), answer.GetProperty("exit_code").GetInt32()));
        var failure = Assert.Single(answer.GetProperty("failures").EnumerateArray());
        Assert.Equal(("fails", "boom"), (failure.GetProperty("name").GetString(), failure.GetProperty("message").GetString()));
        Assert.EndsWith("a.test.js", failure.GetProperty("file").GetString(), StringComparison.Ordinal);
        Assert.False(answer.TryGetProperty("output", out _));
        Assert.Contains("get_job_output", answer.GetProperty("next").GetString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Tests_that_take_longer_than_the_call_are_a_job_to_be_followed()
    {
        var folder = Shop("require('node:test')('slow', () => new Promise(done => setTimeout(done, 1e8)));");
        var answer = await fixture.Agent.CallAsync("run_tests", new JsonObject { ["working_directory"] = folder, ["wait_ms"] = 10 });
        Assert.NotEqual("exited", answer.GetProperty("state").GetString());
        var cancelled = await fixture.Agent.CallAsync("cancel_job", new JsonObject { ["job_id"] = answer.GetProperty("job_id").GetString() });
        Assert.Equal("cancelled", cancelled.GetProperty("reason").GetString());
    }

    [Fact]
    public async Task A_folder_without_tests_is_told()
    {
        Assert.Contains("tests.none_detected", await fixture.Agent.RefusedAsync("run_tests", new JsonObject { ["working_directory"] = fixture.Folder() }), StringComparison.Ordinal);
        Assert.Contains("request.invalid_value", await fixture.Agent.RefusedAsync("run_tests", new JsonObject { ["working_directory"] = fixture.Folder(), ["framework"] = "ava" }), StringComparison.Ordinal);
    }

    private string Shop(string test)
    {
        var folder = fixture.Folder();
        File.WriteAllText(Path.Combine(folder, "package.json"), """{"scripts":{"test":"node --test"}}""");
        File.WriteAllText(Path.Combine(folder, "a.test.js"), test);
        return folder;
    }
}
