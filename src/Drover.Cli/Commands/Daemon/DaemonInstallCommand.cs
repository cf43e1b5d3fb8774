using System.Diagnostics;
using Drover.Cli.CommandLine;
using Drover.Cli.Commands.Install;
using Drover.Cli.Connecting;
using Drover.Cli.Output;
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
            Examples = ["drover daemon install", "drover daemon install --print", "drover daemon install --remove"],
        };
    }

    // KillMode=process: stopping the unit ends the daemon alone; its sessions are adopted by the next one. Delegate: limits need a cgroup to write to.
    internal static string Unit(string program) =>
        $"""
        [Unit]
        Description=Drover, runs dev processes for you and your coding agents

        [Service]
        ExecStart={CommandText.Quote(program)} daemon run --background
        Environment={DaemonStarter.CodeMapping}=0
        KillMode=process
        Delegate=yes
        Restart=on-failure
        RestartSec=1

        [Install]
        WantedBy=default.target

        """;

    private static string UnitPath()
    {
        var home = Environment.GetEnvironmentVariable("XDG_CONFIG_HOME") is { Length: > 0 } config ? config : Path.Combine(InstallPaths.Home, ".config");
        return Path.Combine(home, "systemd", "user", UnitName);
    }

    private static int Print(Invocation call)
    {
        call.Out.Write(Unit(InstallPaths.Launcher()));
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
        await File.WriteAllTextAsync(path, Unit(InstallPaths.Launcher()));
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
        var start = new ProcessStartInfo("systemctl") { UseShellExecute = false };
        foreach (var word in (string[])["--user", .. words])
        {
            start.ArgumentList.Add(word);
        }

        try
        {
            using var systemctl = Process.Start(start)!;
            await systemctl.WaitForExitAsync(call.Cancellation);
            call.Say($"systemctl --user {string.Join(' ', words)}{(systemctl.ExitCode == 0 ? "" : $" failed with code {systemctl.ExitCode}: is there a user session (loginctl enable-linger)?")}");
            return systemctl.ExitCode == 0 ? ExitCodes.Ok : ExitCodes.Failure;
        }
        catch (System.ComponentModel.Win32Exception missing)
        {
            return call.Fail(new Error(ErrorCodes.InstallFailed, $"systemctl cannot be run: {missing.Message}"));
        }
    }
}
