using Drover.Contracts.Tasks;

namespace Drover.Daemon.Features.Tasks.Guardrails;

/// <summary>Which fragments a policy blocks.</summary>
internal static class BlockedCommands
{
    private static readonly HashSet<string> NetworkFragments = new(StringComparer.OrdinalIgnoreCase) { "curl", "wget", "ssh", "scp" };
    private const string PushFragment = "git push";

    /// <summary>The fragments in force: the default list without what the policy allows by name, or the policy's own list as it is.</summary>
    public static IReadOnlyList<BlockedFragment> Of(TaskPolicy policy)
    {
        var list = policy.BlockedCommands ?? TaskPolicy.DefaultBlockedCommands;
        if (IsDefault(list))
        {
            list = [.. list.Where(fragment => !IsLifted(policy, fragment))];
        }

        return [.. list.Where(fragment => !string.IsNullOrWhiteSpace(fragment)).Select(BlockedFragment.Parse)];
    }

    // A page that sends back the list it was given has not made it its own.
    private static bool IsDefault(IReadOnlyList<string> list) =>
        list.Count == TaskPolicy.DefaultBlockedCommands.Count && TaskPolicy.DefaultBlockedCommands.All(fragment => list.Contains(fragment, StringComparer.OrdinalIgnoreCase));

    // With single hosts open, or this machine's, it is the network rule that looks where a command goes.
    private static bool IsLifted(TaskPolicy policy, string fragment) =>
        (NetworkFragments.Contains(fragment) && NetworkCommands.OpenHosts(policy).Any)
        || (string.Equals(fragment, PushFragment, StringComparison.OrdinalIgnoreCase) && policy is { AllowNetwork: true, AllowGitWrite: true });
}
