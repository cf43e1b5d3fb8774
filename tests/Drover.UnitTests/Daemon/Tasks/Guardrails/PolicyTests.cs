using Drover.Contracts.Errors;
using Drover.Contracts.Tasks;
using Drover.Daemon.Features.Tasks.Guardrails;
using Drover.Daemon.Sandboxing;
using Xunit;

namespace Drover.UnitTests.Daemon.Tasks.Guardrails;

public sealed class PolicyTests
{
    [Fact]
    public void Presets_fill_in_what_is_left_out()
    {
        var plain = Apply(new TaskPolicy());
        Assert.Equal(("default", false, NetworkMode.Disabled, SandboxDemand.Prefer), (plain.Preset, plain.RequireApproval, plain.NetworkMode, plain.Sandbox));
        Assert.Equal(TaskPolicy.DefaultBlockedCommands, plain.BlockedCommands);
        Assert.True(Apply(new TaskPolicy { Preset = "review" }).RequireApproval);
        var full = Apply(new TaskPolicy { Preset = "full" });
        Assert.True(full is { AllowNetwork: true, AllowGitWrite: true, AllowSecrets: true, NetworkMode: NetworkMode.Enabled, BlockedCommands.Count: 0 });
        Assert.Equal(NetworkMode.Enabled, Apply(new TaskPolicy { AllowNetwork = true, NetworkMode = NetworkMode.Disabled }).NetworkMode);
        Assert.Equal(NetworkMode.Localhost, Apply(new TaskPolicy { NetworkMode = NetworkMode.Localhost }).NetworkMode);
    }

    [Theory]
    [InlineData("other", null)]
    [InlineData(null, "https://example.org/x")]
    [InlineData(null, "a.*.org")]
    [InlineData(null, "")]
    [InlineData(null, "user@host")]
    public void What_is_no_preset_and_no_host_is_refused(string? preset, string? host) => Assert.Equal(
        ErrorCodes.RequestInvalidValue,
        PolicyPresets.Apply(new TaskPolicy { Preset = preset, Network = host is null ? null : new NetworkRules([host]) }).Error!.Code);

    [Theory]
    [InlineData("Explain how secrets, tokens and .env files work", null)]
    [InlineData("Make the async loader faster and rsync the sources", null)]
    [InlineData("Add a curl example", "curl")]
    [InlineData("First run `rm -rf build`", "rm -rf")]
    [InlineData("First run rm -fr build", "rm -rf")]
    [InlineData("Then git   push it", "git push")]
    [InlineData("Document sshd and pseudosudo", null)]
    public void A_prompt_is_searched_for_blocked_fragments_only(string prompt, string? fragment) =>
        Assert.Equal(fragment is null ? null : $"Command blocked by policy: {fragment}", PolicyCheck.Start(Apply(new TaskPolicy()), "codex", null, prompt, "/w")?.Message);

    [Fact]
    public void A_shell_task_and_replies_to_it_are_commands()
    {
        var policy = Apply(new TaskPolicy());
        Assert.Equal("Secret access is disabled for this task", PolicyCheck.Start(policy, "shell", "cat .env", "", "/w")!.Message);
        Assert.Equal(ErrorCodes.TaskPolicyRefused, PolicyCheck.Reply(policy, "shell", "sudo ls")!.Code);
        Assert.Null(PolicyCheck.Reply(policy, "shell", "yes"));
        Assert.Null(PolicyCheck.Reply(policy, "claude-code", "cat .env"));
        Assert.NotNull(PolicyCheck.Reply(policy, "claude-code", "sudo ls"));
    }

    [Theory]
    [InlineData("/w", true)]
    [InlineData("/w/sub", true)]
    [InlineData("/w/../x", false)]
    [InlineData("/w2", false)]
    public void A_workspace_has_to_be_among_the_allowed_ones(string workspace, bool allowed) =>
        Assert.Equal(allowed, PolicyCheck.Start(Apply(new TaskPolicy { AllowedWorkspaces = ["/w"] }), "codex", null, "x", workspace) is null);

    [Theory]
    [InlineData("curl http://localhost:3000/x", null)]
    [InlineData("curl -sf http://127.0.0.1:3000", null)]
    [InlineData("curl http://[::1]:3000", null)]
    [InlineData("nc -z localhost 3000", null)]
    [InlineData("curl https://example.org", "Network access is disabled for this task")]
    [InlineData("curl http://localhost.evil.org", "Network access is disabled for this task")]
    [InlineData("curl http://127.0.0.1@evil.org", "Network access is disabled for this task")]
    [InlineData("curl http://localhost https://example.org", "Network access is disabled for this task")]
    [InlineData("curl $URL", "Network access is disabled for this task")]
    [InlineData("nc -z 10.0.0.1 80", "Network access is disabled for this task")]
    public void In_localhost_mode_only_this_machine_is_reached(string command, string? refusal) => Assert.Equal(refusal, CommandRules.Check(Apply(new TaskPolicy { NetworkMode = NetworkMode.Localhost }), command));

    [Fact]
    public void Allowing_something_lifts_it_from_the_default_list_but_not_from_ones_own()
    {
        var network = Apply(new TaskPolicy { AllowNetwork = true });
        Assert.Null(CommandRules.Check(network, "curl https://example.org && wget x.org && ssh h && scp a h:"));
        Assert.Equal("Command blocked by policy: git push", CommandRules.Check(network, "git push"));
        Assert.Equal("Command blocked by policy: rm -rf", CommandRules.Check(network, "rm -rf x"));
        Assert.Null(CommandRules.Check(Apply(new TaskPolicy { AllowNetwork = true, AllowGitWrite = true }), "git push"));
        Assert.Null(CommandRules.Check(Apply(new TaskPolicy { AllowNetwork = true, BlockedCommands = TaskPolicy.DefaultBlockedCommands }), "curl x.org"));
        Assert.Equal("Command blocked by policy: curl", CommandRules.Check(Apply(new TaskPolicy { AllowNetwork = true, BlockedCommands = ["curl"] }), "curl x.org"));
        Assert.Null(CommandRules.Check(Apply(new TaskPolicy { Network = new NetworkRules(["*.example.org"]) }), "curl https://a.example.org"));
        Assert.NotNull(CommandRules.Check(Apply(new TaskPolicy { Network = new NetworkRules(["*.example.org"]) }), "curl https://example.com"));
    }

    [Theory]
    [InlineData("npm publish", "npm publish --tag x", true)]
    [InlineData("npm publish", "npm run publish", false)]
    [InlineData("DROP TABLE", "psql -c 'drop table users'", true)]
    [InlineData("--no-verify", "git status --no-verify", true)]
    [InlineData("--no-verify", "echo a--no-verify", false)]
    [InlineData("terraform apply", "terraform -chdir=x apply", true)]
    public void A_fragment_of_ones_own_is_a_command_or_a_phrase(string fragment, string command, bool blocked) =>
        Assert.Equal(blocked, CommandRules.Check(Apply(new TaskPolicy { BlockedCommands = [fragment] }), command) is not null);

    [Theory]
    [InlineData("api.example.org", "api.example.org", 443, true)]
    [InlineData("api.example.org", "API.example.org", 80, true)]
    [InlineData("api.example.org", "api.example.org", 22, false)]
    [InlineData("api.example.org:8443", "api.example.org", 8443, true)]
    [InlineData("api.example.org:8443", "api.example.org", 443, false)]
    [InlineData("*.example.org", "a.b.example.org", 443, true)]
    [InlineData("*.example.org", "example.org", 443, false)]
    [InlineData("*.example.org", "evilexample.org", 443, false)]
    [InlineData("example.org", "example.org.evil.com", 443, false)]
    [InlineData("[::1]:80", "::1", 80, true)]
    public void A_door_leads_where_its_rules_say(string rule, string host, int port, bool open) => Assert.Equal(open, new EgressRules([rule], () => []).Refuse(host, port) is null);

    private static TaskPolicy Apply(TaskPolicy policy) => PolicyPresets.Apply(policy).Value;
}
