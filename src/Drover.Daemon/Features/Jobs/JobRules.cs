using Drover.Contracts.Errors;
using Drover.Contracts.Jobs;
using Drover.Contracts.Sessions;
using Drover.Daemon.Workspaces;

namespace Drover.Daemon.Features.Jobs;

/// <summary>What is wrong with a request, as far as it can be said without starting anything.</summary>
internal static class JobRules
{
    /// <summary>The spec that a request means.</summary>
    /// <param name="request">As it came.</param>
    /// <param name="folder">Where it is to run.</param>
    public static Result<JobSpec> Check(JobRequest request, WorkspaceFolder folder)
    {
        if (string.IsNullOrWhiteSpace(request.Cmd))
        {
            return new Error(ErrorCodes.RequestCommandEmpty, "cmd is empty: give a line for the shell.", Field("cmd"));
        }

        if (request.Cmd.Contains('\0', StringComparison.Ordinal))
        {
            return JobErrors.Invalid("cmd", "cmd has a NUL character in it, which the system cannot pass on.");
        }

        if (CheckTimeout(request.Timeout) is { } wrong)
        {
            return wrong;
        }

        foreach (var (name, value) in request.Env ?? new Dictionary<string, string>(StringComparer.Ordinal))
        {
            if (name.Length == 0 || name.Contains('=', StringComparison.Ordinal) || name.Contains('\0', StringComparison.Ordinal) || value is null || value.Contains('\0', StringComparison.Ordinal))
            {
                return JobErrors.Invalid("env", $"The variable \"{name.Replace('\0', '?')}\" cannot be passed on: its name is empty or has \"=\" in it, or it has no value or a NUL character.");
            }
        }

        return new JobSpec
        {
            Cmd = request.Cmd,
            Folder = folder,
            Timeout = request.Timeout is { } seconds ? TimeSpan.FromSeconds(seconds) : JobsOptions.LongestTimeout,
            Env = request.Env ?? new Dictionary<string, string>(StringComparer.Ordinal),
            BaseEnv = request.BaseEnv ?? BaseEnvironment.Daemon,
            Stdin = request.Stdin,
        };
    }

    /// <summary>What is wrong with a timeout; null when nothing is.</summary>
    public static Error? CheckTimeout(double? seconds) =>
        seconds is null or (> 0 and <= 300)
            ? null
            : JobErrors.Invalid("timeout", $"timeout is a number of seconds, more than 0 and at most {JobsOptions.LongestTimeout.TotalSeconds:0}. What runs longer is a session, or belongs in a terminal.");

    private static Dictionary<string, string> Field(string name) => new(StringComparer.Ordinal) { ["field"] = name };
}
