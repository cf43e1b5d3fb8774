using Drover.Cli.CommandLine;
using Drover.Cli.Commands.Install;
using Drover.Contracts.Errors;

namespace Drover.Cli.Commands.Daemon;

/// <summary><c>drover daemon install</c>: a systemd user unit where systemd is present, else what to do instead.</summary>
internal static class DaemonInstallCommand
{
    private const string UnitName = "drover.service";

    internal static CliCommand Build(string name)
    {
        var print = Values.Flag("--print", "Only show the unit");
        var remove = Values.Flag("--remove", "Disable and remove it again");
        return new CliCommand(name)
        {
            Options = { print, remove },
            Run = call => call.Get(print) ? Task.FromResult(Print(call)) : call.Get(remove) ? RemoveAsync(call) : InstallAsync(call),
            Remarks = "DROVER_HOME and DROVER_LISTEN of this shell are written into the unit.",
            Examples = ["drover daemon install", "drover daemon install --print", "drover daemon install --remove"],
        };
    }

    private static string Unit() => SystemdUnit.Text(InstallPaths.Launcher(), Environment.GetEnvironmentVariable);

    private static string UnitPath()
    {
        var home = Environment.GetEnvironmentVariable("XDG_CONFIG_HOME") is { Length: > 0 } config ? config : Path.Combine(InstallPaths.Home, ".config");
        return Path.Combine(home, "systemd", "user", UnitName);
    }

    private static int Print(Invocation call)
    {
        call.Out.Write(Unit());
        return ExitCodes.Ok;
    }

    private static async Task<int> InstallAsync(Invocation call)
    {
        if (!Directory.Exists("/run/systemd/system"))
        {
            call.Say("This system does not run systemd. Nothing is needed: every command starts the daemon when it is not there.");
            call.Say($"To have it started earlier, let your init or login script call: {InstallPaths.Launcher()} daemon start");
            return ExitCodes.Failure;
        }

        var path = UnitPath();
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        await File.WriteAllTextAsync(path, Unit());
        call.Say($"wrote {path}");
        return await SystemctlAsync(call, "daemon-reload") is not ExitCodes.Ok ? ExitCodes.Failure : await SystemctlAsync(call, "enable", UnitName);
    }

    private static async Task<int> RemoveAsync(Invocation call)
    {
        var path = UnitPath();
        if (!File.Exists(path))
        {
            call.Say($"{path} does not exist.");
            return ExitCodes.Ok;
        }

        await SystemctlAsync(call, "disable", UnitName);
        File.Delete(path);
        call.Say($"removed {path}");
        return await SystemctlAsync(call, "daemon-reload");
    }

    private static async Task<int> SystemctlAsync(Invocation call, params string[] words)
    {
        if (await OtherProgram.RunAsync(call, "systemctl", ["--user", .. words]) is 0)
        {
            return ExitCodes.Ok;
        }

        return call.Fail(new Error(ErrorCodes.InstallFailed, $"systemctl --user {string.Join(' ', words)} failed; its message is above. Is there a user session (loginctl enable-linger)?"));
    }
}
