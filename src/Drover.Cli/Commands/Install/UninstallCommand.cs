using Drover.Cli.CommandLine;
using Drover.Contracts.Errors;

namespace Drover.Cli.Commands.Install;

/// <summary><c>drover uninstall</c>: removes what <c>install</c> wrote, and nothing else. Sessions, logs and the daemon are left alone.</summary>
internal static class UninstallCommand
{
    internal static CliCommand Build(string name)
    {
        var prefix = InstallPaths.PrefixOption("The folder it was installed below");
        return new CliCommand(name)
        {
            Options = { prefix },
            Run = call => Task.FromResult(Uninstall(call, InstallPaths.Of(call, prefix))),
            Remarks = "The daemon and its data stay: drover daemon stop and drover daemon install --remove end the one, the folder shown by drover daemon status is the other.",
            Examples = ["drover uninstall"],
        };
    }

    private static int Uninstall(Invocation call, InstallPaths paths)
    {
        try
        {
            if (paths.InTheWay is { } foreign)
            {
                return call.Fail(new Error(ErrorCodes.InstallFailed, $"{foreign} is not Drover's: nothing was removed."));
            }

            var removed = 0;
            foreach (var path in (string[])[paths.Program, paths.Bash, paths.Zsh, paths.Fish, paths.Man])
            {
                if (File.Exists(path) || new FileInfo(path).LinkTarget is not null)
                {
                    File.Delete(path);
                    call.Say($"removed {path}");
                    removed++;
                }
            }

            if (removed == 0)
            {
                call.Say($"Nothing of Drover is installed below {paths.Prefix}.");
            }

            return ExitCodes.Ok;
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            return call.Fail(new Error(ErrorCodes.InstallFailed, failure.Message));
        }
    }
}
