using Drover.Contracts.Errors;
using Drover.Contracts.Tasks;

namespace Drover.Daemon.Features.Tasks.Guardrails;

/// <summary>
/// What a policy says before something is started or said. A shell task is its command, so that is looked at in full; what an agent is told are
/// words about work, in which only blocked fragments count: a text about secrets reads none.
/// </summary>
internal static class PolicyCheck
{
    public const string ShellRunner = "shell";

    /// <summary>Why a task may not start; null when it may. Whether it was approved is not asked here.</summary>
    /// <param name="policy">After <see cref="PolicyPresets.Apply"/>.</param>
    /// <param name="runner">Who would do it.</param>
    /// <param name="command">The command of a shell task.</param>
    /// <param name="prompt">What an agent is asked to do.</param>
    /// <param name="workspace">The folder it is about, absolute.</param>
    public static Error? Start(TaskPolicy policy, string runner, string? command, string prompt, string workspace)
    {
        if (policy.AllowedWorkspaces is { Count: > 0 } allowed && !allowed.Any(folder => IsInside(workspace, folder)))
        {
            return Refused($"Workspace is not allowed by policy: {workspace}");
        }

        return IsShell(runner) ? OfCommand(policy, command ?? prompt) : OfProse(policy, prompt);
    }

    /// <summary>Why something may not be said to a running or ended attempt; null when it may.</summary>
    public static Error? Reply(TaskPolicy policy, string runner, string message) => IsShell(runner) ? OfCommand(policy, message) : OfProse(policy, message);

    /// <summary>Whether a path is a folder or lies inside it, by their names.</summary>
    public static bool IsInside(string path, string folder)
    {
        var root = Path.TrimEndingDirectorySeparator(Path.GetFullPath(folder));
        var full = Path.GetFullPath(path);
        return string.Equals(Path.TrimEndingDirectorySeparator(full), root, StringComparison.Ordinal) || full.StartsWith(root == "/" ? root : root + "/", StringComparison.Ordinal);
    }

    private static bool IsShell(string runner) => string.Equals(runner, ShellRunner, StringComparison.Ordinal);

    private static Error? OfCommand(TaskPolicy policy, string command) => CommandRules.Check(policy, command) is { } refusal ? Refused(refusal) : null;

    private static Error? OfProse(TaskPolicy policy, string prose) =>
        BlockedCommands.Of(policy).FirstOrDefault(fragment => fragment.IsIn(prose)) is { } fragment ? Refused(CommandRules.Blocked(fragment.Text)) : null;

    private static Error Refused(string message) => new(ErrorCodes.TaskPolicyRefused, message);
}
