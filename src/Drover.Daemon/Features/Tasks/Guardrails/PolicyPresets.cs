using Drover.Contracts.Errors;
using Drover.Contracts.Tasks;

namespace Drover.Daemon.Features.Tasks.Guardrails;

/// <summary>Named policies, and what was left out of one.</summary>
internal static class PolicyPresets
{
    public const string Default = "default";
    public const string Review = "review";
    public const string Full = "full";
    public const string Custom = "custom";

    public static readonly IReadOnlyList<string> Names = [Default, Review, Full, Custom];

    /// <summary>
    /// The policy with everything filled in. A preset gives what the policy leaves out and never takes away what it allows or asks for; what is a
    /// contradiction (<c>allow_network</c> and <c>network_mode: "disabled"</c>) is decided for <c>allow_network</c>.
    /// </summary>
    public static Result<TaskPolicy> Apply(TaskPolicy policy)
    {
        var preset = policy.Preset ?? Default;
        if (!Names.Contains(preset, StringComparer.Ordinal))
        {
            return Invalid("policy.preset", $"There is no preset \"{preset}\": use {string.Join(", ", Names)}.");
        }

        if (policy.BudgetCents is < 0 || policy.BudgetTokens is < 0)
        {
            return Invalid(policy.BudgetCents is < 0 ? "policy.budget_cents" : "policy.budget_tokens", "A budget is 0 or more.");
        }

        if (policy.MaxRuntimeMinutes is < 1 or > 240)
        {
            return Invalid("policy.max_runtime_minutes", $"An attempt may run 1 to 240 minutes, not {policy.MaxRuntimeMinutes}.");
        }

        if (policy.Network?.Allow?.FirstOrDefault(host => !IsHost(host)) is { } odd)
        {
            return Invalid("policy.network.allow", $"\"{odd}\" is no host: write example.org, *.example.org or example.org:8443.");
        }

        var full = preset is Full;
        var network = full || policy.AllowNetwork || policy.NetworkMode == NetworkMode.Enabled;
        return policy with
        {
            Preset = preset,
            AllowNetwork = network,
            AllowGitWrite = full || policy.AllowGitWrite,
            AllowSecrets = full || policy.AllowSecrets,
            RequireApproval = preset is Review || policy.RequireApproval,
            BlockedCommands = policy.BlockedCommands ?? (full ? [] : TaskPolicy.DefaultBlockedCommands),
            AllowedWorkspaces = policy.AllowedWorkspaces ?? [],
            AllowedFileGlobs = policy.AllowedFileGlobs ?? [],
            AllowedMcpTools = policy.AllowedMcpTools ?? [],
            NetworkMode = network ? NetworkMode.Enabled : policy.NetworkMode ?? NetworkMode.Disabled,
            Sandbox = policy.Sandbox ?? SandboxDemand.Prefer,
        };
    }

    private static bool IsHost(string host)
    {
        var name = host.StartsWith("*.", StringComparison.Ordinal) ? host[2..] : host;
        return name.Length is > 0 and <= 253 && !name.Contains('*', StringComparison.Ordinal) && Uri.TryCreate($"http://{name}/", UriKind.Absolute, out var address)
            && address.PathAndQuery is "/" && address.UserInfo.Length == 0 && address.Host.Length > 0 && !name.Contains('/', StringComparison.Ordinal);
    }

    private static Error Invalid(string field, string message) =>
        new(ErrorCodes.RequestInvalidValue, message, new Dictionary<string, string>(StringComparer.Ordinal) { ["field"] = field });
}
