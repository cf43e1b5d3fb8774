using Drover.Contracts.Errors;
using Drover.Contracts.Sessions;
using Drover.Daemon.Features.Sessions.Specs;
using Drover.Daemon.Features.Sessions.Waiting;

namespace Drover.Daemon.Features.Sessions.Tools;

/// <summary>What an agent wants to wait for, understood and checked.</summary>
internal static class WaitChoice
{
    /// <summary>Shorter than what clients allow a tool (Codex and the TypeScript SDK: 60 s), so that the answer is there before they give up.</summary>
    public const int DefaultTimeoutMs = 45_000;

    public static Result<WaitRequest> Of(WaitArguments wait, string prefix = "wait.", long? sinceSeq = null)
    {
        WaitFor? waitFor = wait.For switch
        {
            null => wait.Pattern is null ? WaitFor.Ready : WaitFor.Output,
            "ready" => WaitFor.Ready,
            "exit" => WaitFor.Exit,
            "running" => WaitFor.Running,
            "output" => WaitFor.Output,
            "quiet" => WaitFor.Quiet,
            _ => null,
        };
        if (waitFor is null)
        {
            return SpecRules.Invalid(prefix + "for", $"is ready, exit, running, output or quiet, not \"{wait.For}\"");
        }

        // Ignored, it would look as if the line had been seen.
        if (wait.Pattern is not null && waitFor is not WaitFor.Output)
        {
            return SpecRules.Invalid(prefix + "pattern", $"goes with {prefix}for \"output\" only, not with \"{wait.For}\"; to tell by a line that it is ready, start it with ready {{\"log\":regex}}");
        }

        // The lines are read afterwards, within the answer's budget.
        var request = new WaitRequest { For = waitFor, Pattern = wait.Pattern, TimeoutMs = wait.TimeoutMs ?? DefaultTimeoutMs, SinceSeq = sinceSeq, Lines = 0 };
        return WaitRules.Check(request, prefix) is { } wrong ? wrong : request;
    }
}
