using System.Net;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using Drover.Contracts.Errors;
using Drover.Contracts.Json;
using Drover.Contracts.Suggestions;
using Drover.IntegrationTests.Daemon.Sessions.Tools;
using Drover.TestKit;
using Xunit;

namespace Drover.IntegrationTests.Daemon.Suggest;

public sealed class Suggesting_commands : IAsyncLifetime
{
    private const string KeyVariable = "DROVER_TEST_MODEL_KEY";
    private const string Key = "sk-very-secret-key";

    private readonly TempDir _work = new();
    private readonly ModelServer _model = new();
    private TestDaemon _daemon = null!;

    public async ValueTask InitializeAsync()
    {
        Environment.SetEnvironmentVariable(KeyVariable, Key);
        _daemon = await TestDaemon.StartAsync(("DROVER_LLM_BASE_URL", _model.Url), ("DROVER_LLM_MODEL", "tiny"), ("DROVER_LLM_API_KEY_ENV", KeyVariable), ("DROVER_LLM_TIMEOUT_MS", "1500"));
        _work.Write("pyproject.toml", "[project]\nname = 'x'\n# private-content\n");
    }

    public async ValueTask DisposeAsync()
    {
        await _daemon.DisposeAsync();
        await _model.DisposeAsync();
        _work.Dispose();
    }

    [Fact]
    public async Task A_models_answer_is_given_with_its_name_and_the_model_is_told_the_surroundings_but_no_content()
    {
        _model.Says("""{"command":"ruff check --select F401 .","explanation":"Finds unused imports.","alternatives":[{"command":"flake8","explanation":"Another linter."}]}""");
        var suggestion = await SuggestAsync("find all unused imports");
        Assert.Equal(("ruff check --select F401 .", SuggestionSource.Llm, "tiny", false, null), (suggestion.Command, suggestion.Source, suggestion.Model, suggestion.Destructive, suggestion.Note));
        Assert.Equal(new Alternative("flake8", "Another linter.", false), Assert.Single(suggestion.Alternatives));

        Assert.StartsWith("POST /v1/chat/completions HTTP/1.1", _model.Asked, StringComparison.Ordinal);
        Assert.Contains($"Authorization: Bearer {Key}", _model.Asked, StringComparison.Ordinal);
        var body = JsonNode.Parse(_model.Asked[(_model.Asked.IndexOf("\r\n\r\n", StringComparison.Ordinal) + 4)..])!;
        Assert.Equal("tiny", body["model"]!.GetValue<string>());
        var told = JsonNode.Parse(body["messages"]![1]!["content"]!.GetValue<string>())!.AsObject();
        Assert.Equal(["goal", "os", "shell", "tools", "project_commands"], told.Select(fact => fact.Key));
        Assert.Equal("find all unused imports", told["goal"]!.GetValue<string>());
        Assert.DoesNotContain("private-content", _model.Asked, StringComparison.Ordinal);
        Assert.DoesNotContain(Key, await File.ReadAllTextAsync(_daemon.Paths.DaemonLog), StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_endpoint_that_refuses_options_is_asked_without_them()
    {
        _model.IsStrict = true;
        _model.Says("""{"command":"ruff check .","explanation":"Looks for mistakes."}""");
        Assert.Equal(("ruff check .", SuggestionSource.Llm), ((await SuggestAsync("lint")).Command, (await SuggestAsync("lint")).Source));
        Assert.DoesNotContain("temperature", _model.Asked, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_answer_without_end_is_cut_off()
    {
        _model.Says(new string(' ', 300_000) + """{"command":"ls","explanation":"x"}""");
        AssertByRules(await SuggestAsync("find all unused imports"), "could not be asked");
    }

    [Fact]
    public async Task An_endpoint_without_a_key_gets_none()
    {
        await using var keyless = await TestDaemon.StartAsync(("DROVER_LLM_BASE_URL", _model.Url + "/"), ("DROVER_LLM_MODEL", "tiny"));
        _model.Says("""{"command":"ls","explanation":"Lists."}""");
        Assert.Equal("ls", (await ReadAsync(await PostAsync(keyless, "list files"))).Command);
        Assert.StartsWith("POST /v1/chat/completions HTTP/1.1", _model.Asked, StringComparison.Ordinal);
        Assert.DoesNotContain("Authorization", _model.Asked, StringComparison.OrdinalIgnoreCase);
    }

    [Fact]
    public async Task What_may_destroy_something_is_marked_and_not_hidden()
    {
        _model.Says("```json\n{\"command\":\"rm -rf build\",\"explanation\":\"Removes it.\"}\n```");
        var suggestion = await SuggestAsync("clean the build folder");
        Assert.Equal(("rm -rf build", true), (suggestion.Command, suggestion.Destructive));
    }

    [Theory]
    [InlineData("You could try ruff!")]
    [InlineData("[1,2]")]
    [InlineData("{\"cmd\":\"ls\"}")]
    [InlineData("{\"command\":\"\",\"explanation\":\"x\"}")]
    [InlineData("{\"command\":\"ls\\u001b[2K\",\"explanation\":\"x\"}")]
    [InlineData("{\"command\":5,\"explanation\":\"x\"}")]
    public async Task An_answer_in_another_form_leaves_it_to_the_rules(string content)
    {
        _model.Says(content);
        AssertByRules(await SuggestAsync("find all unused imports"), "form");
    }

    [Theory]
    [InlineData(500, "oh", "500")]
    [InlineData(302, "", "302")]
    [InlineData(200, "<html>", "chat completions")]
    [InlineData(200, "{\"choices\":[]}", "form")]
    public async Task An_endpoint_that_fails_leaves_it_to_the_rules(int status, string body, string why)
    {
        _model.Answer = (status, body);
        AssertByRules(await SuggestAsync("find all unused imports"), why);
    }

    [Fact]
    public async Task One_that_does_not_answer_in_time_or_is_not_there_leaves_it_to_the_rules()
    {
        AssertByRules(await SuggestAsync("find all unused imports"), "within 1.5 s");
        await _model.DisposeAsync();
        AssertByRules(await SuggestAsync("find all unused imports"), "could not be asked");
    }

    [Fact]
    public async Task A_goal_that_neither_knows_is_refused()
    {
        _model.Answer = (500, "");
        using var answer = await PostAsync(_daemon, "write me a poem");
        var problem = await TestDaemon.ProblemAsync(answer);
        Assert.Equal((ErrorCodes.SuggestNoSuggestion, 422), (problem.Code, problem.Status));
        using var empty = await PostAsync(_daemon, " ");
        Assert.Equal(ErrorCodes.RequestInvalidValue, (await TestDaemon.ProblemAsync(empty)).Code);
    }

    [Fact]
    public async Task Without_a_model_there_are_rules_and_no_note()
    {
        await using var offline = await TestDaemon.StartAsync();
        var suggestion = await ReadAsync(await PostAsync(offline, "find all unused imports"));
        Assert.Equal(("ruff check . --select=F401", SuggestionSource.Rules, null, null), (suggestion.Command, suggestion.Source, suggestion.Note, suggestion.Model));
    }

    [Fact]
    public async Task A_key_that_is_not_there_is_told_and_nobody_is_asked()
    {
        await using var keyless = await TestDaemon.StartAsync(("DROVER_LLM_BASE_URL", _model.Url), ("DROVER_LLM_MODEL", "tiny"), ("DROVER_LLM_API_KEY_ENV", "NO_SUCH_KEY"));
        AssertByRules(await ReadAsync(await PostAsync(keyless, "find all unused imports")), "NO_SUCH_KEY");
        Assert.Equal("", _model.Asked);
    }

    private static void AssertByRules(Suggestion suggestion, string why)
    {
        Assert.Equal(("ruff check . --select=F401", SuggestionSource.Rules), (suggestion.Command, suggestion.Source));
        Assert.Contains(why, suggestion.Note, StringComparison.Ordinal);
    }

    private async Task<Suggestion> SuggestAsync(string goal) => await ReadAsync(await PostAsync(_daemon, goal));

    private static async Task<Suggestion> ReadAsync(HttpResponseMessage answer)
    {
        using (answer)
        {
            Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
            return (await answer.Content.ReadFromJsonAsync(DroverJson.Default.Suggestion))!;
        }
    }

    private async Task<HttpResponseMessage> PostAsync(TestDaemon daemon, string goal)
    {
        using var body = JsonContent.Create(new SuggestRequest { Goal = goal }, DroverJson.Default.SuggestRequest);
        return await daemon.Client.PostAsync($"/api/shell/suggest?workspace={Uri.EscapeDataString(_work.Path)}", body, Patience.Token);
    }
}

public sealed class Suggesting_by_tool(AgentFixture fixture) : IClassFixture<AgentFixture>
{
    [Fact]
    public async Task An_agent_gets_a_command_and_nothing_is_run()
    {
        var answer = await fixture.Agent.CallAsync("suggest_command", new JsonObject { ["goal"] = "undo the last commit", ["working_directory"] = fixture.Folder() });
        Assert.Equal(("git reset --soft HEAD~1", "rules"), (answer.GetProperty("command").GetString(), answer.GetProperty("source").GetString()));
        Assert.Contains("suggest.no_suggestion", await fixture.Agent.RefusedAsync("suggest_command", new JsonObject { ["goal"] = "sing" }), StringComparison.Ordinal);
    }
}
