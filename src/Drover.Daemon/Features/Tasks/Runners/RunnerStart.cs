using Drover.Contracts.Tasks;

namespace Drover.Daemon.Features.Tasks.Runners;

/// <summary>What one attempt is to do and under which conditions.</summary>
internal sealed record RunnerStart
{
    /// <summary>What the agent is asked: the task's prompt, or the reply that goes on with <see cref="ResumeSession"/>.</summary>
    public required string Prompt { get; init; }

    /// <summary>The command of a runner that takes one.</summary>
    public string? Command { get; init; }

    /// <summary>The folder it works in, absolute.</summary>
    public required string Folder { get; init; }

    /// <summary>An absolute folder of this attempt's own, where <see cref="RunnerLaunch.Files"/> may be written.</summary>
    public string? ScratchFolder { get; init; }

    /// <summary>The agent's id of the conversation to go on with; null begins one.</summary>
    public string? ResumeSession { get; init; }

    /// <summary>What the earlier attempts of that conversation have cost together: some agents count on, some begin again.</summary>
    public CostLedger? Earlier { get; init; }

    /// <summary>Model for this task; the configuration's, or the agent's own choice, when null.</summary>
    public string? Model { get; init; }

    /// <summary>MCP tools it may use (<c>mcp__server__tool</c>, <c>mcp__server</c>, <c>server</c> or <c>server.tool</c>); whatever its configuration gives when empty.</summary>
    public IReadOnlyList<string> AllowedMcpTools { get; init; } = [];

    /// <summary>Whether the agent has to use a sandbox of its own: Drover's does not wrap it, and nobody switched it off.</summary>
    public bool UsesOwnSandbox { get; init; }

    /// <summary>Whether what it runs may use the network; matters to the agent's own sandbox.</summary>
    public bool AllowNetwork { get; init; }
}
