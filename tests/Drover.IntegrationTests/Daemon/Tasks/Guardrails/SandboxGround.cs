using System.Diagnostics;
using System.Net;
using System.Net.NetworkInformation;
using System.Net.Sockets;
using System.Text.Json;
using Drover.Contracts.Tasks;
using Drover.Daemon.Features.Tasks.Guardrails;
using Drover.Daemon.Sandboxing;
using Drover.TestKit;
using Xunit;

namespace Drover.IntegrationTests.Daemon.Tasks.Guardrails;

/// <summary>
/// A home with planted secrets, a repository with a worktree, a daemon's folder and socket, and servers to be reached: all outside /tmp, which
/// a sandbox does not show anyway.
/// </summary>
internal sealed class SandboxGround : IDisposable
{
    public const string Secret = "planted-4711";

    private readonly string _root = Path.Combine(AppContext.BaseDirectory, "ground-" + Guid.NewGuid().ToString("N")[..8]);
    private readonly Socket _daemon = new(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
    private readonly TcpListener _tcp;
    private readonly UdpClient _udp;
    private readonly CancellationTokenSource _stop = new();

    public SandboxGround()
    {
        Write("home/.ssh/id_ed25519", Secret);
        Write("home/.netrc", Secret);
        Write("home/notes.txt", "nothing");
        Write("data/drover.db", "rows");
        Directory.CreateDirectory(this["outside"]);
        Directory.CreateDirectory(this["egress"]);
        Git("init", "-q", "-b", "main", this["repo"]);
        Write("repo/a.txt", "a");
        Git("-C", this["repo"], "add", ".");
        Git("-C", this["repo"], "-c", "user.name=t", "-c", "user.email=t@example.org", "commit", "-q", "-m", "a");
        Git("-C", this["repo"], "worktree", "add", "-q", "-b", "topic", this["data/worktree"]);
        _daemon.Bind(new UnixDomainSocketEndPoint(this["data/s"]));
        _daemon.Listen();
        _tcp = new TcpListener(IPAddress.Any, 0);
        _tcp.Start();
        _udp = new UdpClient(new IPEndPoint(IPAddress.Any, 0));
        _ = AnswerTcpAsync();
        _ = AnswerUdpAsync();
    }

    public string this[string name] => Path.Combine(_root, name);

    public int TcpPort => ((IPEndPoint)_tcp.LocalEndpoint).Port;

    public int UdpPort => ((IPEndPoint)_udp.Client.LocalEndPoint!).Port;

    /// <summary>An address of this machine that others have to take the network for; loopback where it has no other.</summary>
    public static string OuterAddress => NetworkInterface.GetAllNetworkInterfaces()
        .Where(link => link.OperationalStatus == OperationalStatus.Up && link.NetworkInterfaceType != NetworkInterfaceType.Loopback)
        .SelectMany(link => link.GetIPProperties().UnicastAddresses)
        .Select(unicast => unicast.Address)
        .FirstOrDefault(address => address.AddressFamily == AddressFamily.InterNetwork)?.ToString() ?? "127.0.0.1";

    public TaskSandbox Sandbox(IReadOnlyCollection<int>? daemonPorts = null) => new(new SandboxProbe(TimeProvider.System), new SandboxSurroundings
    {
        Home = this["home"],
        DaemonFolders = [this["data"]],
        EgressRoot = this["egress"],
        Relay = [Path.Combine(AppContext.BaseDirectory, "drover"), "sandbox-relay"],
        DaemonPorts = () => daemonPorts ?? [],
    });

    public SandboxRequest Request(TaskPolicy policy, string script, params string[] arguments) => new()
    {
        Policy = PolicyPresets.Apply(policy).Value,
        Demand = policy.Sandbox ?? SandboxDemand.Require,
        Worktree = this["data/worktree"],
        RepositoryRoot = this["repo"],
        Folder = this["data/worktree"],
        Program = "/bin/sh",
        Arguments = ["-c", script, "sh", .. arguments],
        ChecksCommands = true,
        Environment = new Dictionary<string, string>(StringComparer.Ordinal)
        {
            ["PATH"] = Environment.GetEnvironmentVariable("PATH")!,
            ["HOME"] = this["home"],
            ["DOTNET_ROOT"] = Environment.GetEnvironmentVariable("DOTNET_ROOT") ?? "/usr/share/dotnet",
            ["PLANTED_TOKEN"] = Secret,
            ["DROVER_TOKEN"] = Secret,
        },
    };

    public static ProcessStartInfo StartOf(SandboxedLaunch launch, string folder)
    {
        var start = new ProcessStartInfo(launch.Program, launch.Arguments) { WorkingDirectory = folder };
        start.Environment.Clear();
        foreach (var (name, value) in launch.Environment)
        {
            start.Environment[name] = value;
        }

        return start;
    }

    /// <summary>Runs every probe under a policy.</summary>
    /// <returns>What was done, by the probe's name: true when it could be.</returns>
    public async Task<(IReadOnlyDictionary<string, bool> Found, EffectivePolicy Effective)> ProbeAsync(TaskPolicy policy)
    {
        var request = Request(policy, "exec node \"$@\"", Path.Combine(AppContext.BaseDirectory, "Daemon/Tasks/Guardrails/probe.js"), JsonSerializer.Serialize(new Dictionary<string, object>(StringComparer.Ordinal)
        {
            ["address"] = OuterAddress,
            ["tcp"] = TcpPort,
            ["udp"] = UdpPort,
            ["home"] = this["home"],
            ["outside"] = this["outside"],
            ["data"] = this["data"],
            ["repo"] = this["repo"],
            ["secret"] = Secret,
        }));
        var launch = await Sandbox().PrepareAsync(request);
        Assert.Null(launch.Error);
        await using var program = RunningProgram.Start(StartOf(launch.Value, this["data"]));
        var result = await program.EndAsync();
        Assert.True(result.ExitCode == 0, result.Error);
        return (JsonSerializer.Deserialize<Dictionary<string, bool>>(result.Output)!, launch.Value.EffectivePolicy);
    }

    public void Dispose()
    {
        _stop.Cancel();
        _daemon.Dispose();
        _tcp.Dispose();
        _udp.Dispose();
        _stop.Dispose();
        Directory.Delete(_root, recursive: true);
    }

    private void Write(string name, string content)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(this[name])!);
        File.WriteAllText(this[name], content);
    }

    private static void Git(params string[] words)
    {
        using var git = Process.Start(new ProcessStartInfo("git", words))!;
        git.WaitForExit();
        Assert.Equal(0, git.ExitCode);
    }

    private async Task AnswerTcpAsync()
    {
        try
        {
            while (true)
            {
                using var client = await _tcp.AcceptTcpClientAsync(_stop.Token);
                await client.GetStream().WriteAsync("HTTP/1.1 200 OK\r\nContent-Length: 5\r\nConnection: close\r\n\r\nhello"u8.ToArray(), _stop.Token);
                client.Client.Shutdown(SocketShutdown.Send);
                _ = await client.GetStream().ReadAsync(new byte[4096], _stop.Token);
            }
        }
        catch (Exception ended) when (ended is OperationCanceledException or ObjectDisposedException or SocketException or IOException)
        {
            // The test is over.
            return;
        }
    }

    // A question of DNS is answered with "no such name", which only a server that was reached can say.
    private async Task AnswerUdpAsync()
    {
        try
        {
            while (true)
            {
                var question = await _udp.ReceiveAsync(_stop.Token);
                var answer = question.Buffer;
                if (answer.Length > 3)
                {
                    (answer[2], answer[3]) = (0x81, 0x83);
                }

                await _udp.SendAsync(answer, question.RemoteEndPoint, _stop.Token);
            }
        }
        catch (Exception ended) when (ended is OperationCanceledException or ObjectDisposedException or SocketException)
        {
            // The test is over.
            return;
        }
    }
}
