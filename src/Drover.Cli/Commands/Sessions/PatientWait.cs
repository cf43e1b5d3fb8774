using Drover.Cli.CommandLine;
using Drover.Cli.Connecting;
using Drover.Contracts.Client;
using Drover.Contracts.Errors;
using Drover.Contracts.Sessions;

namespace Drover.Cli.Commands.Sessions;

/// <summary>
/// A wait that outlives the daemon it was asked of: the next one is asked for the rest of the time. One that crashed is started again, as by any
/// other command; of one that was stopped only the return is waited for.
/// </summary>
internal static class PatientWait
{
    private const int DefaultTimeoutMs = 60_000;

    private static readonly TimeSpan Moment = TimeSpan.FromSeconds(1);

    internal static async Task<Result<Answer<WaitResult>>> RunAsync(Invocation call, DroverClient client, string session, WaitRequest request)
    {
        var clock = TimeProvider.System;
        var (began, back, stopped) = (clock.GetTimestamp(), new DaemonReturn(), false);
        for (var rest = request; ; rest = request with { TimeoutMs = Rest(request, clock.GetElapsedTime(began)) })
        {
            var asked = clock.GetTimestamp();
            var answer = await client.WaitAsync(session, rest, call.Cancellation);
            if (answer.IsSuccess)
            {
                return answer;
            }

            if (clock.GetElapsedTime(asked) > Moment)
            {
                back.Seen();
            }

            stopped |= answer.Error!.Code is ErrorCodes.DaemonStopping;
            if (!await back.IsWorthAnotherTryAsync(answer.Error, call.Cancellation))
            {
                return answer;
            }

            if (!stopped && client.Address.IsLocalDefault)
            {
                // Whether that worked the next question shows.
                await DaemonStarter.ConnectAsync(call.Terminal);
            }
        }
    }

    private static int Rest(WaitRequest request, TimeSpan waited) => Math.Max(0, (request.TimeoutMs ?? DefaultTimeoutMs) - (int)waited.TotalMilliseconds);
}
