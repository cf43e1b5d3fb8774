namespace Drover.TestKit.Agents;

/// <summary>The real agents, which <c>./test</c> installs from the lock file of tests/npm. They are never run with anybody's credentials or home.</summary>
public static class AgentPrograms
{
    public static string Claude => Find("@anthropic-ai/claude-code-linux-x64/claude");

    public static string Codex => Find("@openai/codex-linux-x64/vendor/x86_64-unknown-linux-musl/bin/codex");

    private static string Find(string path)
    {
        var program = Path.Combine(Children.RepositoryRoot, "artifacts/npm/node_modules", path);
        return File.Exists(program) ? program : throw new FileNotFoundException("The packages of tests/npm are not installed: ./test integration does it (npm ci into artifacts/npm).", program);
    }

    /// <summary>All that Claude Code gets of an environment: a home of the test's, and a model that stands in.</summary>
    public static IReadOnlyDictionary<string, string> ClaudeEnvironment(StandInModel model, string home) => new Dictionary<string, string>(StringComparer.Ordinal)
    {
        ["PATH"] = "/usr/local/bin:/usr/bin:/bin",
        ["HOME"] = home,
        ["ANTHROPIC_BASE_URL"] = model.Address,
        ["ANTHROPIC_API_KEY"] = "not-a-key",
        ["CLAUDE_CODE_DISABLE_NONESSENTIAL_TRAFFIC"] = "1",
        ["CLAUDE_CODE_MAX_RETRIES"] = "0",
    };

    /// <summary>The same for Codex; its model is named by <see cref="CodexArguments"/>.</summary>
    public static IReadOnlyDictionary<string, string> CodexEnvironment(string home) => new Dictionary<string, string>(StringComparer.Ordinal)
    {
        ["PATH"] = "/usr/local/bin:/usr/bin:/bin",
        ["HOME"] = home,
        ["CODEX_HOME"] = Directory.CreateDirectory(Path.Combine(home, ".codex")).FullName,
        ["STAND_IN_KEY"] = "not-a-key",
    };

    public static IReadOnlyList<string> CodexArguments(StandInModel model) =>
    [
        "-c", $$"""model_providers.stand_in={name="stand-in",base_url="{{model.Address}}/v1",env_key="STAND_IN_KEY",wire_api="responses",request_max_retries=0,stream_max_retries=0}""",
        "-c", "model_provider=\"stand_in\"", "-c", "model=\"stand-in\"",
    ];
}
