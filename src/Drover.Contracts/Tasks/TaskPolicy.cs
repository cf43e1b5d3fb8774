using System.Text.Json.Serialization;

namespace Drover.Contracts.Tasks;

/// <summary>What a task may do. What is left out is not allowed.</summary>
public sealed record TaskPolicy
{
    /// <summary>Fragments of commands that are refused unless a policy names its own.</summary>
    public static readonly IReadOnlyList<string> DefaultBlockedCommands = ["rm -rf", "sudo", "git push", "curl", "wget", "ssh", "scp"];

    /// <summary>Named set of rules that the other fields change: <c>default</c>, <c>review</c>, <c>full</c>, <c>custom</c>.</summary>
    public string? Preset { get; init; }

    /// <summary>Whether network commands may be run. Takes <c>curl</c> and its like out of the default list of what is blocked.</summary>
    public bool AllowNetwork { get; init; }

    /// <summary>Whether it may change refs and configuration of the repository: commit, push, tag, reset.</summary>
    public bool AllowGitWrite { get; init; }

    /// <summary>Whether it may read credentials, and its output is kept as it is printed.</summary>
    public bool AllowSecrets { get; init; }

    /// <summary>Whether somebody has to approve before it starts.</summary>
    public bool RequireApproval { get; init; }

    /// <summary>Fragments of commands that are refused; the default list when left out.</summary>
    public IReadOnlyList<string>? BlockedCommands { get; init; }

    /// <summary>Folders it may run in; anywhere when empty.</summary>
    public IReadOnlyList<string>? AllowedWorkspaces { get; init; }

    /// <summary>Globs of the files whose changes may be merged; all when empty.</summary>
    public IReadOnlyList<string>? AllowedFileGlobs { get; init; }

    /// <summary>MCP tools the agent may use; whatever its configuration gives when empty.</summary>
    public IReadOnlyList<string>? AllowedMcpTools { get; init; }

    /// <summary>What it may reach; <see cref="AllowNetwork"/> set means <see cref="Tasks.NetworkMode.Enabled"/>.</summary>
    public NetworkMode? NetworkMode { get; init; }

    /// <summary>Single hosts that are opened where the network is not.</summary>
    public NetworkRules? Network { get; init; }

    /// <summary>US cents it may cost, where the runner tells the cost.</summary>
    public int? BudgetCents { get; init; }

    /// <summary>Tokens it may use, where the runner tells them.</summary>
    public long? BudgetTokens { get; init; }

    /// <summary>Minutes an attempt may run, instead of the task's <c>budget_minutes</c>.</summary>
    public int? MaxRuntimeMinutes { get; init; }

    /// <summary>Whether it has to run inside the sandbox; <see cref="SandboxDemand.Prefer"/> when left out.</summary>
    public SandboxDemand? Sandbox { get; init; }
}

/// <summary>Hosts that a task may reach.</summary>
/// <param name="Allow">Domains; <c>*.example.org</c> takes those below it.</param>
public sealed record NetworkRules(IReadOnlyList<string>? Allow);

/// <summary>What is really enforced during an attempt, frozen at its start.</summary>
public sealed record EffectivePolicy
{
    /// <summary>The policy as it was asked for.</summary>
    public required TaskPolicy Policy { get; init; }

    /// <summary>One row a rule.</summary>
    public required IReadOnlyList<EnforcedRule> Enforced { get; init; }

    /// <summary>Whether the attempt runs inside the sandbox.</summary>
    public required bool Sandboxed { get; init; }

    /// <summary>Why it does not, when it does not.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Reason { get; init; }
}

/// <summary>A rule and who keeps it.</summary>
/// <param name="Rule">What is forbidden or limited, e.g. <c>network</c>.</param>
/// <param name="Layer"><c>sandbox</c>: the kernel of the system keeps it; <c>commands</c>: commands are looked at before they run; <c>agent</c>: the agent's own settings; <c>none</c>.</param>
/// <param name="Detail">In words.</param>
public sealed record EnforcedRule(string Rule, string Layer, string Detail);
