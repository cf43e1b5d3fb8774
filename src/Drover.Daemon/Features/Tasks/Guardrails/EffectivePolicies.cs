using Drover.Contracts.Tasks;

namespace Drover.Daemon.Features.Tasks.Guardrails;

/// <summary>Says for each rule of a policy who keeps it. Written from what is done, not from what is wished: the probes of the tests compare it.</summary>
internal static class EffectivePolicies
{
    private const string Sandbox = "sandbox";
    private const string Commands = "commands";
    private const string Agent = "agent";
    private const string None = "none";

    public static EffectivePolicy Sandboxed(SandboxRequest request, EgressDoor? door, bool isGit)
    {
        var policy = request.Policy;
        return new EffectivePolicy
        {
            Policy = policy,
            Sandboxed = true,
            Enforced =
            [
                policy.AllowNetwork ? new EnforcedRule("network", None, "The network is open.")
                    : door is null ? new EnforcedRule("network", Sandbox, "No network but a loopback of its own.")
                    : new EnforcedRule("network", Sandbox, $"No network but a loopback of its own; a proxy leads to {string.Join(", ", door.Allow)}."),
                new EnforcedRule("files", Sandbox, "Only the worktree, the agent's own state and private temporary folders can be written."),
                policy.AllowSecrets ? new EnforcedRule("secrets", None, "Credentials can be read.")
                    : new EnforcedRule("secrets", Sandbox, "Known credential files and folders are hidden; the environment has only listed variables."),
                Git(request, isGit, policy.AllowGitWrite ? None : Sandbox),
                policy.AllowNetwork ? new EnforcedRule("daemon", Sandbox, "The daemon's socket and folders are hidden; over its TCP port, calls that decide about tasks are refused to what descends from an attempt.")
                    : new EnforcedRule("daemon", Sandbox, "The daemon's socket, folders and ports cannot be reached."),
                .. Others(request),
            ],
        };
    }

    public static EffectivePolicy Unsandboxed(SandboxRequest request, string reason)
    {
        var policy = request.Policy;
        var layer = request.ChecksCommands ? Commands : None;
        var how = request.ChecksCommands ? "Commands are looked at before they run; what a program does from inside is not seen." : "The agent is asked for it, and nothing keeps it.";
        return new EffectivePolicy
        {
            Policy = policy,
            Sandboxed = false,
            Reason = reason,
            Enforced =
            [
                policy.AllowNetwork ? new EnforcedRule("network", None, "The network is open.") : new EnforcedRule("network", layer, how),
                new EnforcedRule("files", None, "Whatever the user may write can be written."),
                policy.AllowSecrets ? new EnforcedRule("secrets", None, "Credentials can be read.") : new EnforcedRule("secrets", layer, how),
                Git(request, isGit: request.RepositoryRoot is not null, policy.AllowGitWrite ? None : layer),
                new EnforcedRule("daemon", None, "Calls that decide about tasks are refused to what descends from an attempt; the rest of the daemon can be reached."),
                .. Others(request),
            ],
        };
    }

    private static EnforcedRule Git(SandboxRequest request, bool isGit, string layer) =>
        !isGit ? new EnforcedRule("git", None, "There is no repository.")
        : request.Policy.AllowGitWrite ? new EnforcedRule("git", None, "Refs and configuration of the repository can be changed.")
        : new EnforcedRule("git", layer, layer == Sandbox ? "The repository's .git is read-only." : layer == Commands ? "Commands are looked at before they run; what a program does from inside is not seen." : "The agent is asked for it, and nothing keeps it.");

    private static IEnumerable<EnforcedRule> Others(SandboxRequest request)
    {
        var policy = request.Policy;
        if (BlockedCommands.Of(policy) is { Count: > 0 } blocked)
        {
            var list = string.Join(", ", blocked.Select(fragment => fragment.Text));
            yield return request.ChecksCommands
                ? new EnforcedRule("blocked_commands", Commands, $"Refused before they run: {list}.")
                : new EnforcedRule("blocked_commands", None, $"Only the prompt and replies are searched for {list}; the agent does not ask before it runs commands.");
        }

        if (policy.RequireApproval)
        {
            yield return new EnforcedRule("approval", Commands, "Somebody has to approve before it starts.");
        }

        if (policy.AllowedWorkspaces is { Count: > 0 } folders)
        {
            yield return new EnforcedRule("workspaces", Commands, $"It may start in {string.Join(", ", folders)} only.");
        }

        if (policy.AllowedMcpTools is { Count: > 0 } tools)
        {
            yield return request.KeepsMcpTools
                ? new EnforcedRule("mcp_tools", Agent, $"The agent is given {string.Join(", ", tools)} only.")
                : new EnforcedRule("mcp_tools", None, "This runner does not keep to a list of MCP tools.");
        }

        if (policy.AllowedFileGlobs is { Count: > 0 } globs)
        {
            yield return new EnforcedRule("file_globs", Commands, $"Only changes to {string.Join(", ", globs)} can be merged.");
        }
    }
}
