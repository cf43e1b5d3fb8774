using Drover.Daemon.Features.Tasks.Runners.Claude;
using Drover.Daemon.Features.Tasks.Runners.Codex;

namespace Drover.Daemon.Features.Tasks.Attempts;

/// <summary>What an agent needs of the outside to work at all.</summary>
/// <param name="Hosts">Of its model.</param>
/// <param name="Folders">Files and folders of its own state that it writes.</param>
internal sealed record AgentNeeds(IReadOnlyList<string> Hosts, IReadOnlyList<string> Folders)
{
    /// <param name="runner">Its runner.</param>
    /// <param name="environment">What it gets, where another endpoint for its model may be named.</param>
    public static AgentNeeds Of(string runner, IReadOnlyDictionary<string, string> environment)
    {
        var home = environment.GetValueOrDefault("HOME") ?? "/";
        return runner switch
        {
            ClaudeRunner.WellKnownName => new AgentNeeds(
                HostsOf(environment, "ANTHROPIC_BASE_URL", "api.anthropic.com"), Existing(environment.GetValueOrDefault("CLAUDE_CONFIG_DIR") ?? Path.Join(home, ".claude"), Path.Join(home, ".claude.json"))),
            CodexRunner.WellKnownName => new AgentNeeds(
                HostsOf(environment, "OPENAI_BASE_URL", "api.openai.com", "chatgpt.com", "auth.openai.com"), Existing(environment.GetValueOrDefault("CODEX_HOME") ?? Path.Join(home, ".codex"))),
            _ => new AgentNeeds([], []),
        };
    }

    private static string[] HostsOf(IReadOnlyDictionary<string, string> environment, string variable, params string[] usual) =>
        Uri.TryCreate(environment.GetValueOrDefault(variable), UriKind.Absolute, out var named) ? [named.IsDefaultPort ? named.Host : named.Authority] : usual;

    private static string[] Existing(params string[] paths) => [.. paths.Where(Path.Exists)];
}
