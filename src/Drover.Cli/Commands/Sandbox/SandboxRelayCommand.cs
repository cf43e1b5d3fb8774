using System.CommandLine;
using System.Net;
using System.Net.Sockets;
using Drover.Cli.CommandLine;

namespace Drover.Cli.Commands.Sandbox;

/// <summary>
/// <c>drover sandbox-relay</c>: the daemon starts it inside a task's sandbox, which has no network. It listens on the sandbox's loopback and carries
/// connections to the daemon's proxy, a unix socket that is shown inside.
/// </summary>
internal static class SandboxRelayCommand
{
    internal static CliCommand Build(string name)
    {
        var door = Values.PathName("--door", "SOCKET", "The proxy's socket");
        var ready = Values.PathName("--ready", "FIFO", "Told \"ready\" when it listens");
        var proxy = new Option<int>("--proxy") { Description = "Port for clients that speak to a proxy" };
        var forward = new Option<int[]>("--forward") { Description = "Port that leads to the same port outside" };
        return new CliCommand(name)
        {
            Options = { door, ready, proxy, forward },
            Run = call => RunAsync(call.Get(door)!, call.Get(ready), call.Get(proxy), call.Get(forward) ?? []),
        };
    }

    private static async Task<int> RunAsync(string door, string? ready, int proxy, int[] forward)
    {
        var listeners = new List<Task> { ServeAsync(Listen(proxy), door, port: null) };
        listeners.AddRange(forward.Select(port => ServeAsync(Listen(port), door, port)));
        if (ready is not null)
        {
            await File.WriteAllTextAsync(ready, "ready\n").ConfigureAwait(false);
        }

        await Task.WhenAll(listeners).ConfigureAwait(false);
        return 0;
    }

    private static TcpListener Listen(int port)
    {
        var listener = new TcpListener(IPAddress.Loopback, port);
        listener.Start();
        return listener;
    }

    private static async Task ServeAsync(TcpListener listener, string door, int? port)
    {
        while (true)
        {
            var client = await listener.AcceptSocketAsync().ConfigureAwait(false);
            _ = CarryAsync(client, door, port);
        }
    }

    private static async Task CarryAsync(Socket client, string door, int? port)
    {
        await using var near = new NetworkStream(client, ownsSocket: true);
        using var socket = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        try
        {
            await socket.ConnectAsync(new UnixDomainSocketEndPoint(door)).ConfigureAwait(false);
            await using var far = new NetworkStream(socket, ownsSocket: false);
            if (port is null || await SandboxTunnel.OpenAsync(far, port.Value).ConfigureAwait(false))
            {
                await SandboxTunnel.PumpAsync(near, far).ConfigureAwait(false);
            }
        }
        catch (Exception ended) when (ended is IOException or SocketException or OperationCanceledException)
        {
            // The daemon is away, or one side went: the client sees its connection end and asks again.
            return;
        }
    }
}
