using System.Net;
using System.Net.Sockets;
using System.Text.Json;
using Drover.TestKit;
using Xunit;

namespace Drover.EndToEndTests.Cli;

public sealed class DaemonCommandsTests
{
    [Fact]
    public async Task Ten_commands_at_once_start_exactly_one_daemon()
    {
        await using var home = new DroverHome();

        var served = await Task.WhenAll(Enumerable.Range(0, 10).Select(number => home.RunAsync("serve", "-q", "--label", $"s{number}", "--", "sleep", "1000")));

        Assert.Equal(10, served.Select(result => Guid.Parse(result.Succeeded().Output.Trim())).Distinct().Count());
        Assert.Single(Daemons(home));
        Assert.Equal(10, (await home.RunAsync("ls", "--json")).Succeeded().Json.GetProperty("sessions").GetArrayLength());
    }

    [Fact]
    public async Task The_daemon_a_command_starts_has_a_session_of_its_own_and_no_descriptor_of_the_caller()
    {
        await using var home = new DroverHome();

        (await home.RunAsync("daemon", "start")).Succeeded();

        var (pid, _) = await home.DaemonAsync();
        var stat = await File.ReadAllTextAsync($"/proc/{pid}/stat");
        Assert.Equal(pid.ToString(System.Globalization.CultureInfo.InvariantCulture), stat[(stat.LastIndexOf(')') + 2)..].Split(' ')[3]);
        Assert.Equal("/dev/null", File.ResolveLinkTarget($"/proc/{pid}/fd/0", false)!.FullName);
        Assert.Equal("/dev/null", File.ResolveLinkTarget($"/proc/{pid}/fd/1", false)!.FullName);
        Assert.Equal(home.Paths.DaemonLog, File.ResolveLinkTarget($"/proc/{pid}/fd/2", false)!.FullName);
    }

    [Fact]
    public async Task Status_starts_nothing_and_says_that_nothing_runs()
    {
        await using var home = new DroverHome();

        var status = await home.RunAsync("daemon", "status");

        Assert.Equal((5, ""), (status.ExitCode, status.Output));
        Assert.Contains("(daemon.unreachable)", status.Error, StringComparison.Ordinal);
        Assert.Empty(Daemons(home));
    }

    [Fact]
    public async Task Starting_and_stopping_twice_is_no_error()
    {
        await using var home = new DroverHome();

        var first = (await home.RunAsync("daemon", "start", "--json")).Succeeded().Json.GetProperty("pid").GetInt32();
        var second = (await home.RunAsync("daemon", "start", "--json")).Succeeded().Json.GetProperty("pid").GetInt32();
        var stopped = (await home.RunAsync("daemon", "stop", "--json")).Succeeded();
        var again = (await home.RunAsync("daemon", "stop", "--json")).Succeeded();

        Assert.Equal(first, second);
        Assert.Equal(("{\"stopped\":true}\n", "{\"stopped\":false}\n"), (stopped.Output, again.Output));
        Assert.Empty(Daemons(home));
    }

    [Fact]
    public async Task A_restarted_daemon_is_another_process_and_its_sessions_are_the_same()
    {
        await using var home = new DroverHome();
        (await home.RunAsync("serve", "-q", "--label", "web", "--wait-for", "running", "--", "sleep", "1000")).Succeeded();
        var before = (await home.RunAsync("inspect", "web", "--json")).Succeeded().Json.GetProperty("pid").GetInt32();
        var daemon = await home.DaemonAsync();

        (await home.RunAsync("daemon", "restart")).Succeeded();

        Assert.NotEqual(daemon, await home.DaemonAsync());
        var after = (await home.RunAsync("inspect", "web", "--json")).Succeeded().Json;
        Assert.Equal(("running", before), (after.GetProperty("state").GetString(), after.GetProperty("pid").GetInt32()));
    }

    [Fact]
    public async Task Stopping_the_daemon_ends_the_sessions_first_and_keep_leaves_them()
    {
        await using var home = new DroverHome();
        (await home.RunAsync("serve", "-q", "--label", "web", "--wait-for", "running", "--", "sleep", "1000")).Succeeded();
        var pid = (await home.RunAsync("inspect", "web", "--json")).Succeeded().Json.GetProperty("pid").GetInt32();
        var started = ProcessAssert.StartTime(pid)!.Value;

        (await home.RunAsync("daemon", "stop", "--keep")).Succeeded();
        Assert.True(ProcessAssert.IsAlive(pid, started));

        Assert.Equal(pid, (await home.RunAsync("inspect", "web", "--json")).Succeeded().Json.GetProperty("pid").GetInt32());
        (await home.RunAsync("daemon", "stop")).Succeeded();
        Assert.False(ProcessAssert.IsAlive(pid, started));
    }

    [Fact]
    public async Task A_daemon_that_cannot_start_is_told_with_its_own_words()
    {
        await using var home = new DroverHome();
        await File.WriteAllTextAsync(home.Paths.ConfigFile, "no_such_key: 1\n");

        var result = await home.RunAsync("ls");

        Assert.Equal(2, result.ExitCode);
        Assert.Contains("(daemon.config_invalid)", result.Error, StringComparison.Ordinal);
        Assert.Contains("no_such_key", result.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_taken_port_is_told_with_its_owner_whoever_starts_the_daemon()
    {
        await using var home = new DroverHome();
        using var other = new TcpListener(IPAddress.Loopback, 0);
        other.Start();
        var address = other.LocalEndpoint.ToString()!;
        home.Environment["DROVER_LISTEN"] = address;

        foreach (var words in (string[][])[["ls"], ["daemon", "run"]])
        {
            var refused = await home.RunAsync(words);
            Assert.Equal(5, refused.ExitCode);
            Assert.Matches($"^drover: {address} is taken by .*\\b{Environment.ProcessId}\\b", refused.Error);
            Assert.Contains("(daemon.listen_failed)", refused.Error, StringComparison.Ordinal);
        }

        var problem = await home.RunAsync("ls", "--json");
        using var json = JsonDocument.Parse(problem.Error);
        Assert.Equal(("daemon.listen_failed", address), (json.RootElement.GetProperty("code").GetString(), json.RootElement.GetProperty("details").GetProperty("address").GetString()));
    }

    [Fact]
    public async Task A_start_takes_addresses_and_says_when_they_come_too_late()
    {
        await using var home = new DroverHome();
        var port = FreePort();

        var started = (await home.RunAsync("daemon", "start", "--listen", $"127.0.0.1:{port}", "--json")).Succeeded();
        var again = (await home.RunAsync("daemon", "start")).Succeeded();

        Assert.Equal($"http://127.0.0.1:{port}", started.Json.GetProperty("listen")[0].GetString());
        Assert.Contains("DROVER_LISTEN=none would take a restart: drover daemon restart --listen none", again.Error, StringComparison.Ordinal);
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    [Fact]
    public async Task A_home_that_depends_on_the_folder_is_refused_and_not_made()
    {
        await using var home = new DroverHome();
        home.WorkingDirectory = home.Path;
        home.Environment["DROVER_HOME"] = "here";

        foreach (var words in (string[][])[["ls"], ["daemon", "run"], ["daemon", "start"]])
        {
            var refused = await home.RunAsync(words);
            Assert.Equal(2, refused.ExitCode);
            Assert.Contains("give an absolute path", refused.Error, StringComparison.Ordinal);
        }

        Assert.False(Directory.Exists(Path.Combine(home.Path, "here")));
    }

    [Fact]
    public async Task A_folder_that_is_gone_is_told_and_not_traced()
    {
        await using var home = new DroverHome { Program = "/bin/sh" };

        var served = await home.RunAsync("-c", $"mkdir {home.Path}/gone; cd {home.Path}/gone; rmdir ../gone; exec {Children.Drover} serve -- true");

        Assert.Equal(3, served.ExitCode);
        Assert.Matches("^drover: The folder you are in does not exist any more.*\n$", served.Error);
    }

    [Fact]
    public async Task A_daemon_elsewhere_is_never_started()
    {
        await using var home = new DroverHome();
        home.Environment["DROVER_URL"] = $"unix:{home.Path}/nobody.sock";

        var result = await home.RunAsync("ls");

        Assert.Equal(5, result.ExitCode);
        Assert.Contains("DROVER_URL is unix:", result.Error, StringComparison.Ordinal);
        Assert.Empty(Daemons(home));
    }

    [Fact]
    public async Task Serve_as_an_option_is_daemon_run_and_logs_to_stdout()
    {
        await using var home = new DroverHome();
        await using var daemon = home.Start("--serve");

        await daemon.LineAsync(home.Paths.Socket);

        Assert.Equal(daemon.Pid, (await home.RunAsync("daemon", "status", "--json")).Succeeded().Json.GetProperty("pid").GetInt32());
        await Signals.SendAsync("INT", daemon.Pid);
        Assert.Equal(0, (await daemon.EndAsync()).ExitCode);
    }

    [Fact]
    public async Task The_configuration_is_shown_with_its_sources()
    {
        await using var home = new DroverHome();

        var config = (await home.RunAsync("config", "--json")).Succeeded().Json.GetProperty("values").EnumerateArray();

        Assert.Contains(config, value => value.GetProperty("key").GetString() == "listen" && value.GetProperty("source").GetString() == "env:DROVER_LISTEN");
    }

    private static List<int> Daemons(DroverHome home)
        => [.. ProcessAssert.Carrying("DROVER_HOME=" + home.Path).Where(process => process.Command.Contains(" daemon run", StringComparison.Ordinal)).Select(process => process.Pid)];
}
