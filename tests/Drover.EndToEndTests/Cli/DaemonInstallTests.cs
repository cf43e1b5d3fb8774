using System.Diagnostics;
using Drover.TestKit;
using Xunit;

namespace Drover.EndToEndTests.Cli;

public sealed class DaemonInstallTests
{
    [Fact]
    public async Task Systemd_finds_nothing_wrong_with_the_unit()
    {
        await using var home = new DroverHome();
        using var folder = new TempDir();
        home.Environment["DROVER_HOME"] = folder["it's 100% \"mine\""];
        home.Environment["DROVER_LISTEN"] = "127.0.0.1:7001,[::1]:7002";
        var unit = folder.Write("drover.service", (await home.RunAsync("daemon", "install", "--print")).Succeeded().Output);

        var verified = await VerifyAsync(folder, unit);
        Assert.Equal((0, ""), (verified.ExitCode, verified.Error));

        // The check itself is checked: it must see what is wrong.
        await File.AppendAllTextAsync(unit, "[Service]\nNoSuchDirective=1\n");
        Assert.Contains("NoSuchDirective", (await VerifyAsync(folder, unit)).Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_unit_has_the_home_and_the_addresses_of_the_caller()
    {
        await using var home = new DroverHome();
        home.Environment["DROVER_LISTEN"] = "127.0.0.1:7001";

        var unit = (await home.RunAsync("daemon", "install", "--print")).Succeeded().Lines;

        Assert.Contains($"Environment=DROVER_HOME={home.Path}", unit);
        Assert.Contains("Environment=DROVER_LISTEN=127.0.0.1:7001", unit);
        Assert.Contains($"ExecStart={Path.Combine(Children.RepositoryRoot, "drover")} daemon run --background", unit);
    }

    private static async Task<ProgramResult> VerifyAsync(TempDir folder, string unit)
    {
        var start = new ProcessStartInfo("systemd-analyze", ["verify", "--user", "--man=no", "--recursive-errors=no", unit]);
        start.Environment["XDG_RUNTIME_DIR"] = start.Environment["HOME"] = folder.Path;
        await using var verify = RunningProgram.Start(start);
        return await verify.EndAsync();
    }
}
