using System.Collections.Concurrent;
using Drover.Contracts.Tasks;
using Drover.Daemon.Sandboxing;
using Drover.TestKit;
using Xunit;

namespace Drover.IntegrationTests.Daemon.Tasks.Guardrails;

public sealed class Ways_out_of_the_sandbox
{
    private const string Ask = """
        const net = require('net');
        const ask = (port, text) => new Promise((resolve) => {
          let answer = '';
          const socket = net.connect(port, '127.0.0.1', () => text && socket.write(text));
          socket.on('data', (data) => { answer += data; });
          socket.on('close', () => resolve(answer.split('\r\n')[0] + '|' + answer.split('\r\n\r\n').pop().trim()));
          socket.on('error', (error) => resolve(error.code));
        });
        const proxy = Number(process.env.HTTP_PROXY.split(':').pop());
        """;

    [Fact]
    public async Task A_host_on_this_machine_is_found_at_its_own_port()
    {
        using var ground = new SandboxGround();
        var denied = new ConcurrentQueue<EgressDenial>();
        var output = await RunAsync(ground, [$"127.0.0.1:{ground.TcpPort}"], $"{Ask} ask({ground.TcpPort}, 'GET / HTTP/1.1\\r\\n\\r\\n').then(console.log)", denied);
        Assert.Equal("HTTP/1.1 200 OK|hello", output);
        Assert.Empty(denied);
    }

    [Fact]
    public async Task A_host_that_is_not_listed_is_refused_and_told()
    {
        using var ground = new SandboxGround();
        var denied = new ConcurrentQueue<EgressDenial>();
        var output = await RunAsync(ground, ["api.example.org"], $"{Ask} ask(proxy, 'CONNECT 127.0.0.1:{ground.TcpPort} HTTP/1.1\\r\\n\\r\\n').then(console.log)", denied);
        Assert.StartsWith("HTTP/1.1 403 Forbidden|The policy of this task does not open", output, StringComparison.Ordinal);
        Assert.Equal(ground.TcpPort, Assert.Single(denied).Port);
    }

    [Fact]
    public async Task A_plain_request_goes_through_to_a_listed_host()
    {
        using var ground = new SandboxGround();
        var output = await RunAsync(ground, [$"localhost:{ground.TcpPort}"], $"{Ask} ask(proxy, 'GET http://localhost:{ground.TcpPort}/x HTTP/1.1\\r\\n\\r\\n').then(console.log)", []);
        Assert.Equal("HTTP/1.1 200 OK|hello", output);
    }

    [Fact]
    public async Task The_daemons_own_port_is_closed_even_when_it_is_listed()
    {
        using var ground = new SandboxGround();
        var denied = new ConcurrentQueue<EgressDenial>();
        var output = await RunAsync(ground, [$"127.0.0.1:{ground.TcpPort}"], $"{Ask} ask(proxy, 'CONNECT 127.0.0.1:{ground.TcpPort} HTTP/1.1\\r\\n\\r\\n').then(console.log)", denied, [ground.TcpPort]);
        Assert.StartsWith("HTTP/1.1 403", output, StringComparison.Ordinal);
        Assert.Equal("it is the daemon's own port", Assert.Single(denied).Reason);
    }

    [Fact]
    public async Task The_command_keeps_its_input_its_arguments_and_its_exit_code()
    {
        using var ground = new SandboxGround();
        var sandbox = ground.Sandbox();
        var launch = (await sandbox.PrepareAsync(ground.Request(new TaskPolicy { Network = new NetworkRules(["example.org"]) }, "read -r line; echo \"$line/$1\"; exit 9", "a b"))).Value;
        await using var door = sandbox.OpenDoor(launch.Egress!, _ => { }).Value;
        await using var program = RunningProgram.Start(SandboxGround.StartOf(launch, ground["data"]));
        await program.Input.WriteLineAsync("said");
        var result = await program.EndAsync();
        Assert.Equal("said/a b", result.Output.Trim());
        Assert.Equal(9, result.ExitCode);
    }

    private static async Task<string> RunAsync(SandboxGround ground, IReadOnlyList<string> hosts, string script, ConcurrentQueue<EgressDenial> denied, IReadOnlyCollection<int>? daemonPorts = null)
    {
        var sandbox = ground.Sandbox(daemonPorts);
        var launch = (await sandbox.PrepareAsync(ground.Request(new TaskPolicy(), "exec node -e \"$1\"", script) with { ModelHosts = hosts })).Value;
        await using var door = sandbox.OpenDoor(launch.Egress!, denied.Enqueue).Value;
        await using var program = RunningProgram.Start(SandboxGround.StartOf(launch, ground["data"]));
        var result = await program.EndAsync();
        Assert.True(result.ExitCode == 0, result.Error);
        return result.Output.Trim();
    }
}
