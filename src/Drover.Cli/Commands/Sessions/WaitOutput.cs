using Drover.Cli.CommandLine;
using Drover.Contracts.Client;
using Drover.Contracts.Errors;
using Drover.Contracts.Logs;
using Drover.Contracts.Sessions;

namespace Drover.Cli.Commands.Sessions;

/// <summary>How a wait ended, in words and as an exit code.</summary>
internal static class WaitOutput
{
    internal const int SignalBase = 128;

    /// <summary>The same with the signal that ended the session, which the wait's answer does not have.</summary>
    internal static async Task<int> ExitCodeAsync(DroverClient client, string session, WaitResult result, WaitFor wanted)
        => result is { Outcome: WaitOutcome.Exited, ExitCode: null } && wanted == WaitFor.Exit
            && await client.GetAsync(session) is { IsSuccess: true, Value.Value.TermSignal: { } signal }
            ? SignalBase + signal
            : ExitCodeOf(result, wanted);

    /// <summary>0 when what was waited for came; the session's own code when its end was waited for; 1 when it ended instead; 124 in vain.</summary>
    internal static int ExitCodeOf(WaitResult result, WaitFor wanted) => result.Outcome switch
    {
        WaitOutcome.Timeout => ExitCodes.Timeout,
        WaitOutcome.Failed => ExitCodes.Failure,
        WaitOutcome.Exited when wanted == WaitFor.Exit => result.ExitCode ?? ExitCodes.Failure,
        WaitOutcome.Exited => ExitCodes.Failure,
        _ => ExitCodes.Ok,
    };

    /// <summary>The verdict, and, when it is bad news, the last lines.</summary>
    internal static void Tell(Invocation call, WaitResult result, WaitFor wanted, bool always)
    {
        var ink = call.Terminal.ErrorInk;
        var bad = ExitCodeOf(result, wanted) != ExitCodes.Ok;
        call.Say((bad ? ink.Red("✗ ") : ink.Green("✓ ")) + (result.Reason ?? Word(result.Outcome)));
        if (bad || always)
        {
            foreach (var entry in result.Entries)
            {
                call.Say($"  {Line(entry)}");
            }
        }
    }

    private static string Word(WaitOutcome outcome) => outcome.ToString().ToLowerInvariant();

    private static string Line(LogEntry entry) => entry.Stream is "stdout" ? entry.Line : $"[{entry.Stream}] {entry.Line}";
}
