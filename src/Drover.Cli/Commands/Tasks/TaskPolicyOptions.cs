using System.CommandLine;
using Drover.Cli.CommandLine;
using Drover.Contracts.Tasks;

namespace Drover.Cli.Commands.Tasks;

/// <summary>The options that say what a task may do; their names are those of the policy's fields.</summary>
internal sealed class TaskPolicyOptions
{
    private readonly Option<string> _preset = Values.Word("--policy", "What it may do", "default", "review", "full", "custom");
    private readonly Option<bool> _network = Values.Flag("--allow-network", "It may use the network");
    private readonly Option<string[]> _hosts = Values.Texts("--allow-host", "DOMAIN", "It may reach this host only; *.example.org takes those below it");
    private readonly Option<bool> _gitWrite = Values.Flag("--allow-git-write", "It may commit, tag, push, change the repository's configuration");
    private readonly Option<bool> _secrets = Values.Flag("--allow-secrets", "It may read credentials");
    private readonly Option<bool> _approval = Values.Flag("--require-approval", "It does not start before drover task approve");
    private readonly Option<string> _sandbox = Values.Word("--sandbox", "The sandbox", "prefer", "require", "off");
    private readonly Option<string[]> _blocked = Values.Texts("--blocked-commands", "FRAGMENT", "Refuse commands with this in them, instead of the usual list");
    private readonly Option<string[]> _globs = Values.Texts("--allowed-file-globs", "GLOB", "Only changes of such files may be merged");
    private readonly Option<string[]> _tools = Values.Texts("--allowed-mcp-tools", "TOOL", "Only these MCP tools may be used");
    private readonly Option<int?> _cents = Values.Number("--budget-cents", "CENTS", "What it may cost, where the runner tells");
    private readonly Option<int?> _tokens = Values.Number("--budget-tokens", "N", "Tokens it may use, where the runner tells");

    internal void AddTo(CliCommand command)
    {
        foreach (var option in (Option[])[_preset, _network, _hosts, _gitWrite, _secrets, _approval, _sandbox, _blocked, _globs, _tools, _cents, _tokens])
        {
            command.Options.Add(option);
        }
    }

    /// <summary>Null when nothing was said.</summary>
    internal TaskPolicy? Read(Invocation call)
    {
        var policy = new TaskPolicy
        {
            Preset = call.Get(_preset),
            AllowNetwork = call.Get(_network),
            Network = call.Get(_hosts) is { Length: > 0 } hosts ? new NetworkRules(hosts) : null,
            AllowGitWrite = call.Get(_gitWrite),
            AllowSecrets = call.Get(_secrets),
            RequireApproval = call.Get(_approval),
            Sandbox = call.Get(_sandbox) is { } demand ? Enum.Parse<SandboxDemand>(demand, ignoreCase: true) : null,
            BlockedCommands = Given(call.Get(_blocked)),
            AllowedFileGlobs = Given(call.Get(_globs)),
            AllowedMcpTools = Given(call.Get(_tools)),
            BudgetCents = call.Get(_cents),
            BudgetTokens = call.Get(_tokens),
        };
        return policy == new TaskPolicy() ? null : policy;
    }

    private static string[]? Given(string[]? values) => values is { Length: > 0 } ? values : null;
}
