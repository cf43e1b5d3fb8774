using System.Globalization;
using System.Net;
using System.Net.Sockets;
using Drover.TestKit;
using Xunit;

namespace Drover.EndToEndTests.Stories;

/// <summary>Nothing left: a stop ends the whole tree, also what tried to get away, and the port is free.</summary>
public sealed class NothingLeftStory : IAsyncLifetime
{
    // As npm run dev does it: a shell, the tool, and its worker; the worker detached, in a session of its own.
    private const string Tool = """
        const { spawn } = require('node:child_process');
        spawn(process.execPath, [`${__dirname}/worker.js`], { stdio: 'inherit', detached: true }).unref();
        setInterval(() => {}, 1000);
        """;

    private const string Worker = """
        require('node:http').createServer((request, response) => response.end('ok'))
          .listen(0, '127.0.0.1', function () { console.log(`worker ${process.pid} port ${this.address().port}`); });
        """;

    private readonly DroverHome _home = new();
    private readonly TempDir _folder = new();

    public ValueTask InitializeAsync()
    {
        _folder.Write("tool.js", Tool);
        _folder.Write("worker.js", Worker);
        return ValueTask.CompletedTask;
    }

    public async ValueTask DisposeAsync()
    {
        await _home.DisposeAsync();
        _folder.Dispose();
    }

    [Fact]
    public async Task A_stop_ends_shell_tool_and_detached_worker_and_frees_the_port()
    {
        var id = (await _home.RunAsync("serve", "--label", "web", "--", "/bin/sh", "-c", $"node {_folder["tool.js"]}; true")).Succeeded().Lines[0];
        await using var tail = _home.Start("tail", "-f", "web");
        var told = (await tail.LineAsync("worker ")).Split(' ');
        var worker = int.Parse(told[^3], CultureInfo.InvariantCulture);
        var port = int.Parse(told[^1], CultureInfo.InvariantCulture);
        var startTime = ProcessAssert.StartTime(worker);
        Assert.True(ProcessAssert.Carrying("DROVER_SESSION_ID=" + id).Count >= 3);

        (await _home.RunAsync("stop", "web")).Succeeded();

        // No waiting here: a stop that has answered is done.
        Assert.Empty(ProcessAssert.Carrying("DROVER_SESSION_ID=" + id));
        Assert.False(ProcessAssert.IsAlive(worker, startTime!.Value));
        using var listener = new TcpListener(IPAddress.Loopback, port);
        listener.Start();
    }

    [Fact]
    public async Task When_somebody_else_holds_the_port_the_stop_says_who()
    {
        Assert.SkipUnless(Socket.OSSupportsIPv6, "two holders of one port take two address families");
        using var other = new TcpListener(IPAddress.IPv6Loopback, 0);
        other.Start();
        var port = ((IPEndPoint)other.LocalEndpoint).Port.ToString(CultureInfo.InvariantCulture);
        (await _home.RunAsync(["serve", "--label", "web", "--ready", "port:" + port, "--", .. Children.Command("listen", port)])).Succeeded();
        (await _home.RunAsync("wait", "web", "--for", "ready")).Succeeded();
        (await _home.RunAsync("ls")).Succeeded();

        var stop = await _home.RunAsync("stop", "web");

        Assert.Contains(port, stop.Error, StringComparison.Ordinal);
        Assert.Contains(System.Environment.ProcessId.ToString(CultureInfo.InvariantCulture), stop.Error, StringComparison.Ordinal);
    }
}
