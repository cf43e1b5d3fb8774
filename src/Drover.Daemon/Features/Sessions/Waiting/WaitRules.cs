using Drover.Contracts.Errors;
using Drover.Contracts.Sessions;
using Drover.Daemon.Features.Sessions.Specs;

namespace Drover.Daemon.Features.Sessions.Waiting;

/// <summary>What a wait must look like.</summary>
internal static class WaitRules
{
    public const int DefaultTimeoutMs = 60_000;
    public const int DefaultQuietMs = 1_000;
    public const int DefaultLines = 20;

    /// <param name="wait">The request.</param>
    /// <param name="prefix">How the fields are called in messages, e.g. <c>wait.</c> inside of another body.</param>
    public static Error? Check(WaitRequest wait, string prefix = "")
    {
        var wantsOutput = wait.For is WaitFor.Output;
        if (wantsOutput && string.IsNullOrEmpty(wait.Pattern))
        {
            return Refusal.Of(
                ErrorCodes.RequestMissingField,
                $"{prefix}pattern is missing: a wait for output needs the regular expression to wait for.",
                ("field", prefix + "pattern"));
        }

        return (wait.Pattern is { } pattern ? SpecRules.Pattern(prefix + "pattern", pattern) : null)
            ?? SpecRules.Range(prefix + "timeout_ms", wait.TimeoutMs, 0, 3_600_000)
            ?? SpecRules.Range(prefix + "quiet_ms", wait.QuietMs, 1, 3_600_000)
            ?? SpecRules.Range(prefix + "lines", wait.Lines, 0, 1_000)
            ?? SpecRules.Range(prefix + "since_seq", wait.SinceSeq, 0, long.MaxValue);
    }
}
