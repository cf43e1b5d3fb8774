using System.Net.Http.Json;
using System.Net.Sockets;
using Drover.Contracts.Client;
using Drover.Contracts.Errors;
using Drover.Contracts.Json;
using Drover.Daemon.Lifecycle;
using Drover.TestKit;
using Xunit;

namespace Drover.IntegrationTests.Daemon;

/// <summary>A daemon in this process, in a folder of its own, on a free port.</summary>
internal sealed class TestDaemon : IAsyncDisposable
{
    private readonly TempDir? _ownHome;

    private TestDaemon(RunningDaemon daemon, TempDir? ownHome)
    {
        (Daemon, _ownHome) = (daemon, ownHome);
        Client = new HttpClient { BaseAddress = Daemon.Facts.Listen.Count > 0 ? new Uri(Daemon.Facts.Listen[0]) : null, Timeout = Patience.Max };
        Socket = SocketClient(Paths.Socket);
    }

    public RunningDaemon Daemon { get; }

    /// <summary>Over TCP.</summary>
    public HttpClient Client { get; }

    /// <summary>Over the unix socket.</summary>
    public HttpClient Socket { get; }

    public DroverPaths Paths => Daemon.Facts.Paths;

    public int Port => Client.BaseAddress!.Port;

    public static DroverPaths PathsIn(TempDir home) => DroverPaths.From(name => name == "DROVER_HOME" ? home.Path : null);

    public static DaemonRunOptions Options(TempDir home, params (string Name, string Value)[] variables)
    {
        var environment = variables.ToDictionary(variable => variable.Name, variable => variable.Value, StringComparer.Ordinal);
        environment.TryAdd("DROVER_LISTEN", "127.0.0.1:0");
        return new DaemonRunOptions { Paths = PathsIn(home), Variables = environment.GetValueOrDefault, OwnsProcess = false };
    }

    public static async Task<TestDaemon> StartAsync(params (string Name, string Value)[] variables)
    {
        var home = new TempDir();
        return new TestDaemon(await StartAsync(Options(home, variables)), home);
    }

    /// <summary>In a folder that outlives the daemon.</summary>
    public static async Task<TestDaemon> StartInAsync(TempDir home, params (string Name, string Value)[] variables) =>
        new(await StartAsync(Options(home, variables)), null);

    public static async Task<TestDaemon> StartWithAsync(DaemonRunOptions options) => new(await StartAsync(options), null);

    /// <summary>A client of a unix socket.</summary>
    public static HttpClient SocketClient(string path) => new(new SocketsHttpHandler
    {
        ConnectCallback = async (_, cancellation) =>
        {
            var socket = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
            await socket.ConnectAsync(new UnixDomainSocketEndPoint(path), cancellation);
            return new NetworkStream(socket, ownsSocket: true);
        },
    })
    {
        BaseAddress = new Uri("http://localhost"),
        Timeout = Patience.Max,
    };

    /// <summary>The error of a daemon that cannot start.</summary>
    public static async Task<Error> RefusalAsync(DaemonRunOptions options)
    {
        var started = await RunningDaemon.StartAsync(options, new DaemonLifetime());
        if (started.IsSuccess)
        {
            await started.Value.DisposeAsync();
        }

        Assert.NotNull(started.Error);
        return started.Error;
    }

    /// <summary>The problem in an answer, checked for the form all problems have.</summary>
    public static async Task<ProblemBody> ProblemAsync(HttpResponseMessage response)
    {
        Assert.Equal("application/problem+json", response.Content.Headers.ContentType?.MediaType);
        var problem = await response.Content.ReadFromJsonAsync(DroverJson.Default.ProblemBody);
        Assert.NotNull(problem);
        Assert.Equal((int)response.StatusCode, problem.Status);
        Assert.Equal(ErrorCatalog.Of(problem.Code).HttpStatus, problem.Status);
        Assert.False(string.IsNullOrWhiteSpace(problem.Detail));
        Assert.False(string.IsNullOrWhiteSpace(problem.TraceId));
        return problem;
    }

    public async ValueTask DisposeAsync()
    {
        Client.Dispose();
        Socket.Dispose();
        await Daemon.DisposeAsync();
        _ownHome?.Dispose();
    }

    private static async Task<RunningDaemon> StartAsync(DaemonRunOptions options)
    {
        var started = await RunningDaemon.StartAsync(options, new DaemonLifetime());
        Assert.True(started.IsSuccess, started.Error?.Message);
        return started.Value;
    }
}
