using Drover.Cli.CommandLine;
using Drover.Cli.Connecting;
using Drover.Contracts.Client;
using Drover.Contracts.Errors;

namespace Drover.Cli.Commands.Daemon;

/// <summary><c>drover daemon start | stop | restart</c>. All three are done when they return, and asking twice is no error.</summary>
internal static class DaemonControl
{
    internal static CliCommand BuildStart(string name) => new(name)
    {
        Run = call => WithAddressAsync(call, async address =>
        {
            if (DaemonStarter.Answers(address))
            {
                call.Say("The daemon runs already.");
                return await DaemonStatusCommand.ShowAsync(call, address);
            }

            return await DaemonStarter.StartAsync(address, call.Terminal) is { } failure ? call.Fail(failure) : await DaemonStatusCommand.ShowAsync(call, address);
        }),
        Examples = ["drover daemon start"],
    };

    internal static CliCommand BuildStop(string name)
    {
        var keep = Values.Flag("--keep", "Leave the sessions running; the next daemon adopts them", "-k");
        return new CliCommand(name)
        {
            Options = { keep },
            Run = call => WithAddressAsync(call, async address =>
            {
                var stopped = await StopAsync(address, call.Get(keep), call.Cancellation);
                if (!stopped.IsSuccess)
                {
                    return call.Fail(stopped.Error!);
                }

                call.Say(!stopped.Value ? "No daemon is running." : call.Get(keep) ? "Stopped; the sessions go on." : "Stopped, with all sessions.");
                if (call.Json)
                {
                    call.Out.Write(stopped.Value ? "{\"stopped\":true}\n" : "{\"stopped\":false}\n");
                }

                return ExitCodes.Ok;
            }),
            Examples = ["drover daemon stop", "drover daemon stop --keep"],
        };
    }

    internal static CliCommand BuildRestart(string name) => new(name)
    {
        Run = call => WithAddressAsync(call, async address => await RestartAsync(call, address) is { } failure
            ? call.Fail(failure)
            : await DaemonStatusCommand.ShowAsync(call, address)),
        Examples = ["drover daemon restart"],
    };

    internal static async Task<Error?> RestartAsync(Invocation call, DaemonAddress address)
    {
        var stopped = await StopAsync(address, keep: true, call.Cancellation);
        return stopped.IsSuccess ? await DaemonStarter.StartAsync(address, call.Terminal) : stopped.Error;
    }

    /// <summary>Stops the daemon and waits until it is gone.</summary>
    /// <returns>False when none was there.</returns>
    private static async Task<Result<bool>> StopAsync(DaemonAddress address, bool keep, CancellationToken cancellation)
    {
        if (!DaemonStarter.Answers(address))
        {
            return false;
        }

        var answer = await new DroverClient(address).StopDaemonAsync(keep, cancellation);
        if (!answer.IsSuccess)
        {
            return answer.Error!;
        }

        // It closes its socket first and frees its lock last.
        await DaemonStarter.GoneAsync(answer.Value.Value.Pid, cancellation);
        return true;
    }

    private static Task<int> WithAddressAsync(Invocation call, Func<DaemonAddress, Task<int>> run)
    {
        var address = DaemonAddress.FromEnvironment();
        return !address.IsSuccess ? Task.FromResult(call.Fail(address.Error!))
            : !address.Value.IsLocalDefault ? Task.FromResult(call.Fail(new Error(ErrorCodes.RequestUsage, $"DROVER_URL is {address.Value}: start and stop that daemon where it runs, or unset the variable.")))
            : run(address.Value);
    }
}
