using Drover.Cli.CommandLine;
using Drover.Cli.Connecting;
using Drover.Contracts.Client;
using Drover.Contracts.Daemon;
using Drover.Contracts.Errors;

namespace Drover.Cli.Commands.Daemon;

/// <summary><c>drover daemon start | stop | restart</c>. All three are done when they return, and asking twice is no error.</summary>
internal static class DaemonControl
{
    internal static CliCommand BuildStart(string name)
    {
        var listen = DaemonRunCommand.Listen();
        return new CliCommand(name)
        {
            Options = { listen },
            Run = call => WithAddressAsync(call, async address =>
            {
                if (DaemonStarter.Answers(address))
                {
                    call.Say("The daemon runs already.");
                    return await DaemonStatusCommand.ShowAsync(call, address, status => TellOtherAddresses(call, call.Get(listen), status));
                }

                return await DaemonStarter.StartAsync(address, call.Terminal, call.Get(listen)) is { } failure ? call.Fail(failure) : await DaemonStatusCommand.ShowAsync(call, address);
            }),
            Examples = ["drover daemon start", "drover daemon start --listen 127.0.0.1:8947", "drover daemon start --listen none"],
        };
    }

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

    internal static CliCommand BuildRestart(string name)
    {
        var listen = DaemonRunCommand.Listen();
        return new CliCommand(name)
        {
            Options = { listen },
            Run = call => WithAddressAsync(call, async address => await RestartAsync(call, address, call.Get(listen)) is { } failure
                ? call.Fail(failure)
                : await DaemonStatusCommand.ShowAsync(call, address)),
            Examples = ["drover daemon restart", "drover daemon restart --listen 127.0.0.1:8947"],
        };
    }

    internal static async Task<Error?> RestartAsync(Invocation call, DaemonAddress address, IReadOnlyList<string>? listen = null)
    {
        var stopped = await StopAsync(address, keep: true, call.Cancellation);
        return stopped.IsSuccess ? await DaemonStarter.StartAsync(address, call.Terminal, listen) : stopped.Error;
    }

    // What a daemon listens on is decided at its start; who asks for something else should not have to find that out.
    private static void TellOtherAddresses(Invocation call, string[]? option, DaemonStatus status)
    {
        var (wanted, from) = option is { Length: > 0 } ? (string.Join(',', option), "--listen ") : (Environment.GetEnvironmentVariable("DROVER_LISTEN") ?? "", "DROVER_LISTEN=");
        var places = wanted.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        var urls = places is ["none"] ? [] : places.Select(place => $"http://{place}");
        if (places.Length > 0 && !urls.ToHashSet(StringComparer.Ordinal).SetEquals(status.Listen))
        {
            var now = status.Listen.Count == 0 ? "on its socket alone" : $"at {string.Join(", ", status.Listen)}";
            call.Say(call.Terminal.ErrorInk.Yellow($"It listens {now}; {from}{wanted} would take a restart: drover daemon restart --listen {string.Join(" --listen ", places)}"));
        }
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
