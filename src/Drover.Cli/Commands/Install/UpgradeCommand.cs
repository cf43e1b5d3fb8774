using Drover.Cli.CommandLine;
using Drover.Cli.Connecting;
using Drover.Contracts.Client;
using Drover.Contracts.Errors;

namespace Drover.Cli.Commands.Install;

/// <summary>
/// <c>drover upgrade</c>: pulls the checkout, lets its launcher build, writes link, completion and man page anew, and has the running daemon replaced
/// by the new one, which adopts everything that runs.
/// </summary>
internal static class UpgradeCommand
{
    internal static CliCommand Build(string name)
    {
        var prefix = InstallPaths.PrefixOption("The folder it was installed below");
        var noPull = Values.Flag("--no-pull", "Take the sources as they are");
        return new CliCommand(name)
        {
            Options = { prefix, noPull },
            Run = call => UpgradeAsync(call, InstallPaths.Of(call, prefix), call.Get(noPull)),
            Remarks = "Sessions go on. Without a checkout (an installed package), install the newer package and call drover daemon restart.",
            Examples = ["drover upgrade", "drover upgrade --no-pull"],
        };
    }

    private static async Task<int> UpgradeAsync(Invocation call, InstallPaths paths, bool noPull)
    {
        if (paths.InTheWay is { } foreign)
        {
            return call.Fail(new Error(ErrorCodes.InstallFailed, $"{foreign} is not Drover's: nothing was changed."));
        }

        if (!paths.IsInstalled)
        {
            return call.Fail(new Error(ErrorCodes.InstallNotFound, $"Nothing of Drover is installed below {paths.Prefix}: drover install does that. A checkout's own ./drover needs no upgrade, it builds what has changed."));
        }

        if (InstallPaths.Checkout() is not { } checkout)
        {
            return call.Fail(new Error(ErrorCodes.InstallFailed, "This drover was not built from a checkout: install the newer package, then call drover daemon restart."));
        }

        if (!noPull && await OtherProgram.RunAsync(call, "git", "-C", checkout, "pull", "--ff-only") is var pulled and not 0)
        {
            return call.Fail(new Error(ErrorCodes.InstallFailed, $"git pull ended with code {pulled}; its message is above. --no-pull takes the sources as they are."));
        }

        // The new program does the rest: the launcher builds it first.
        var launcher = InstallPaths.Launcher();
        if (await OtherProgram.RunAsync(call, launcher, "install", "--prefix", paths.Prefix) is var installed and not 0)
        {
            return call.Fail(new Error(ErrorCodes.InstallFailed, $"{launcher} install ended with code {installed}; its message is above."));
        }

        var address = DaemonAddress.FromEnvironment();
        return address is { IsSuccess: true, Value.IsLocalDefault: true } && DaemonStarter.Answers(address.Value)
            ? await OtherProgram.RunAsync(call, launcher, "daemon", "restart")
            : ExitCodes.Ok;
    }
}
