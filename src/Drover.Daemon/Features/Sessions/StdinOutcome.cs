using System.Globalization;
using Drover.Contracts.Errors;
using Drover.Contracts.Sessions;
using Drover.Supervision.Supervisor;

namespace Drover.Daemon.Features.Sessions;

/// <summary>What a write to standard input means for the caller.</summary>
internal static class StdinOutcome
{
    private const int Again = 11;

    public static Result<StdinWritten> Of(KnownSession session, WriteOutcome outcome, int asked)
    {
        if (outcome.Written == asked)
        {
            return new StdinWritten(outcome.Written);
        }

        var name = session.Label ?? session.Name;
        return outcome.Errno == Again
            ? Refusal.Of(
                ErrorCodes.SessionStdinFull,
                $"{name} does not read its standard input: {outcome.Written} of {asked} bytes went in.",
                ("written", outcome.Written.ToString(CultureInfo.InvariantCulture)))
            : new Error(ErrorCodes.SessionStdinClosed, $"The standard input of {name} is closed{(session.Plan.Spec.Stdin is StdinKind.Null ? ": it was started with stdin null" : "")}.");
    }
}
