using Drover.Contracts.Tasks;
using Drover.Daemon.Features.Tasks.Guardrails;
using Xunit;

namespace Drover.UnitTests.Daemon.Tasks.Guardrails;

public sealed class ApprovalRulesTests
{
    private const string Folder = "/nowhere/worktree";

    [Theory]
    [InlineData("Read", """{"file_path":"/nowhere/worktree/src/a.ts"}""")]
    [InlineData("Read", """{"file_path":"src/a.ts"}""")]
    [InlineData("Glob", """{"pattern":"**/*.ts"}""")]
    [InlineData("Grep", """{"pattern":"token","path":"/nowhere/worktree"}""")]
    [InlineData("Edit", """{"file_path":"/nowhere/worktree/src/a.ts","old_string":"rm -rf","new_string":"sudo"}""")]
    [InlineData("Write", """{"file_path":"/nowhere/worktree/.env.example","content":"A="}""")]
    [InlineData("NotebookEdit", """{"notebook_path":"a.ipynb"}""")]
    [InlineData("TodoWrite", """{"todos":[]}""")]
    public void Work_inside_the_folder_needs_nobody(string tool, string input) => Assert.Equal(ApprovalDecision.Allow, Judge(new TaskPolicy(), tool, input).Decision);

    [Theory]
    [InlineData("Bash", """{"command":"rm -fr build"}""", "Command blocked by policy: rm -rf")]
    [InlineData("Bash", """{"command":"cat .env"}""", "Secret access is disabled for this task")]
    [InlineData("shell", """{"command":["bash","-lc","git commit -m x"]}""", "Git write operations are disabled for this task")]
    [InlineData("WebFetch", """{"url":"https://example.org"}""", "Network access is disabled for this task")]
    [InlineData("WebSearch", """{"query":"x"}""", "Network access is disabled for this task")]
    [InlineData("Read", """{"file_path":"/nowhere/worktree/.env"}""", "Secret access is disabled for this task")]
    [InlineData("Read", """{"file_path":"~/.ssh/id_rsa"}""", "Secret access is disabled for this task")]
    [InlineData("Read", """{"file_path":"/proc/self/environ"}""", "Secret access is disabled for this task")]
    [InlineData("Write", """{"file_path":"/nowhere/else","content":"x"}""", "Edits outside the task's folder are refused: /nowhere/else")]
    [InlineData("Write", """{"file_path":"../else","content":"x"}""", "Edits outside the task's folder are refused: ../else")]
    [InlineData("Write", """{"file_path":"/nowhere/worktree-2/x","content":"x"}""", "Edits outside the task's folder are refused: /nowhere/worktree-2/x")]
    [InlineData("Write", """{"file_path":".git/hooks/pre-commit","content":"x"}""", "Git write operations are disabled for this task")]
    public void What_the_policy_forbids_is_refused_with_its_sentence(string tool, string input, string reason) =>
        Assert.Equal(new ApprovalVerdict(ApprovalDecision.Deny, reason), Judge(new TaskPolicy(), tool, input));

    [Theory]
    [InlineData("Bash", """{"command":"npm test"}""")]
    [InlineData("Read", """{"file_path":"/etc/hosts"}""")]
    [InlineData("mcp__github__create_issue", """{"title":"x"}""")]
    [InlineData("Edit", "{}")]
    [InlineData("Something", null)]
    [InlineData("Read", "not json")]
    [InlineData("Read", "[1]")]
    [InlineData(null, "{}")]
    public void What_no_rule_decides_goes_to_a_person(string? tool, string? input) => Assert.Null(Judge(new TaskPolicy(), tool, input).Decision);

    [Fact]
    public void A_grant_holds_for_its_tool_and_never_against_the_policy()
    {
        Assert.Equal(ApprovalDecision.Allow, Judge(new TaskPolicy(), "Bash", """{"command":"npm test"}""", "Bash").Decision);
        Assert.Equal(ApprovalDecision.Deny, Judge(new TaskPolicy(), "Bash", """{"command":"sudo npm test"}""", "Bash").Decision);
        Assert.Null(Judge(new TaskPolicy(), "Other", "{}", "Bash").Decision);
    }

    [Fact]
    public void The_full_preset_asks_nobody() => Assert.Equal(ApprovalDecision.Allow, Judge(new TaskPolicy { Preset = "full" }, "Bash", """{"command":"sudo rm -rf x; curl y"}""").Decision);

    [Fact]
    public void With_a_list_of_MCP_tools_no_other_one_is_used()
    {
        var policy = new TaskPolicy { AllowedMcpTools = ["mcp__github__create_issue"] };
        Assert.Equal(ApprovalDecision.Allow, Judge(policy, "mcp__github__create_issue", "{}").Decision);
        Assert.Equal(ApprovalDecision.Deny, Judge(policy, "mcp__github__delete_repo", "{}").Decision);
    }

    private static ApprovalVerdict Judge(TaskPolicy policy, string? tool, string? input, params string[] grants) =>
        ApprovalRules.Judge(PolicyPresets.Apply(policy).Value, grants.ToHashSet(StringComparer.Ordinal), tool, input, Folder);
}
