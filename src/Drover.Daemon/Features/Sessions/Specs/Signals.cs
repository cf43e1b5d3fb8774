using Drover.Contracts.Errors;
using Drover.Supervision.Stopping;

namespace Drover.Daemon.Features.Sessions.Specs;

/// <summary>Signals as callers write them: <c>HUP</c>, <c>SIGHUP</c>, <c>1</c>.</summary>
internal static class Signals
{
    /// <summary>Wrong when the text names no signal; an absent one is right.</summary>
    public static Error? Check(string field, string? text) =>
        text is null || SignalNames.TryParse(text, out _)
            ? null
            : Refusal.Of(
                ErrorCodes.RequestUnknownSignal,
                $"{field}: there is no signal {text}. Write a name such as TERM, INT or HUP, or a number.",
                ("field", field));
}
