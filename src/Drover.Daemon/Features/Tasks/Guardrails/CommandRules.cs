using Drover.Contracts.Tasks;
using Drover.Daemon.Features.Tasks.Guardrails.Shell;

namespace Drover.Daemon.Features.Tasks.Guardrails;

/// <summary>
/// The first layer: what a shell command would do, judged before it runs. It looks at words, not at letters, so that <c>rm -fr</c> is
/// <c>rm -rf</c> and <c>rsync</c> holds no <c>nc</c>. It is a filter for honest mistakes and the sentence that explains them; what it cannot see
/// (a program that does the same from inside) is the sandbox's matter.
/// </summary>
internal static class CommandRules
{
    public const string NetworkRefusal = "Network access is disabled for this task";
    public const string GitRefusal = "Git write operations are disabled for this task";
    public const string SecretRefusal = "Secret access is disabled for this task";

    public static string Blocked(string fragment) => $"Command blocked by policy: {fragment}";

    /// <summary>Why a command may not run under a policy; null when it may.</summary>
    public static string? Check(TaskPolicy policy, string command)
    {
        var rules = BlockedCommands.Of(policy);
        if (rules.Count == 0 && policy is { AllowNetwork: true, AllowGitWrite: true, AllowSecrets: true })
        {
            return null;
        }

        var script = ShellParser.Parse(command);
        return rules.Select(rule => rule.Refuse(script)).FirstOrDefault(refusal => refusal is not null)
            ?? (script.TooDeep ? Blocked("nested deeper than can be checked") : null)
            ?? DecodedScripts.Refuse(script)
            ?? NetworkCommands.Refuse(policy, script)
            ?? (policy.AllowGitWrite || !script.Commands.Any(GitCommands.Writes) ? null : GitRefusal)
            ?? (policy.AllowSecrets || !script.Commands.Any(SecretCommands.Reads) ? null : SecretRefusal);
    }
}
