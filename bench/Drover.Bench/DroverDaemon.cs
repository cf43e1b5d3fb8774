using System.Diagnostics;
using System.Net;
using System.Net.Http.Json;
using System.Net.Sockets;
using System.Text.Json.Nodes;

namespace Drover.Bench;

/// <summary>A daemon of its own, in a folder of its own, spoken to over loopback like by any client.</summary>
internal sealed class DroverDaemon : IAsyncDisposable
{
    private readonly Scratch _scratch;
    private readonly Process _process;
    private readonly Task _said;

    private DroverDaemon(long retainBytes, bool inMemory)
    {
        _scratch = new Scratch(inMemory);
        var port = FreePort();
        Home = _scratch["home"];
        Directory.CreateDirectory(Home);
        Environment = new Dictionary<string, string>
        {
            ["DROVER_HOME"] = Home,
            ["DROVER_LISTEN"] = $"127.0.0.1:{port}",
            ["DROVER_LOGS_RETAIN_BYTES_PER_STREAM"] = $"{retainBytes}",
            ["DROVER_LOGS_TOTAL_BYTES"] = $"{Math.Max(retainBytes * 2, 2L << 30)}",
        };
        Http = new HttpClient { BaseAddress = new Uri($"http://127.0.0.1:{port}"), Timeout = TimeSpan.FromMinutes(10) };
        StartedAt = Clock.Now;
        _process = Command.Start(Settings.Program, ["daemon", "run"], Environment);
        _said = Task.WhenAll(_process.StandardOutput.ReadToEndAsync(), _process.StandardError.ReadToEndAsync());
    }

    public HttpClient Http { get; }

    public string Home { get; }

    public IReadOnlyDictionary<string, string> Environment { get; }

    public int Pid => _process.Id;

    /// <summary>Just before its process was started.</summary>
    public long StartedAt { get; }

    /// <summary>When it first answered.</summary>
    public long AnsweredAt { get; private set; }

    /// <summary>Starts a daemon and waits for its first answer.</summary>
    /// <param name="retainBytes">What each stream of a session keeps.</param>
    /// <param name="inMemory">Its home is on a file system without a disk.</param>
    public static async Task<DroverDaemon> StartAsync(long retainBytes = 64 << 20, bool inMemory = false)
    {
        var daemon = new DroverDaemon(retainBytes, inMemory);
        var deadline = Clock.Now + 30_000_000_000;
        while (daemon.AnsweredAt == 0)
        {
            try
            {
                using var answer = await daemon.Http.GetAsync("/healthz");
                answer.EnsureSuccessStatusCode();
                daemon.AnsweredAt = Clock.Now;
            }
            catch (HttpRequestException) when (Clock.Now < deadline && !daemon._process.HasExited)
            {
                await Task.Delay(1);
            }
        }

        return daemon;
    }

    /// <summary>Starts a session and gives its id.</summary>
    public async Task<string> ServeAsync(JsonObject spec)
    {
        spec["cwd"] ??= _scratch.Path;
        return (await PostAsync("/v1/sessions", spec))["id"]!.GetValue<string>();
    }

    /// <summary>Starts a command as a session.</summary>
    public Task<string> ServeAsync(params string[] command) => ServeAsync(new JsonObject { ["command"] = Words(command) });

    /// <summary>Waits until a session has ended and its output is all there; says how many bytes that was.</summary>
    public async Task<long> EndAsync(string id)
    {
        var result = await PostAsync($"/v1/sessions/{id}/wait", new JsonObject { ["for"] = "exit", ["timeout_ms"] = 300_000 });
        return result["outcome"]!.GetValue<string>() == "exited"
            ? (await GetAsync($"/v1/sessions/{id}"))["stdout_bytes"]!.GetValue<long>()
            : throw new InvalidOperationException($"the session did not exit: {result}");
    }

    public async Task<JsonNode> GetAsync(string path)
    {
        using var answer = await Http.GetAsync(path);
        return await BodyAsync(answer);
    }

    public async Task<JsonNode> PostAsync(string path, JsonObject body)
    {
        using var answer = await Http.PostAsJsonAsync(path, body);
        return await BodyAsync(answer);
    }

    public async ValueTask DisposeAsync()
    {
        await PostAsync("/v1/daemon/stop", []);
        using (var patience = new CancellationTokenSource(TimeSpan.FromSeconds(30)))
        {
            await _process.WaitForExitAsync(patience.Token);
        }

        await _said;
        _process.Dispose();
        Http.Dispose();
        _scratch.Dispose();
    }

    public static JsonArray Words(params string[] words) => new([.. words.Select(w => (JsonNode)w!)]);

    public static int FreePort()
    {
        using var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        socket.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        return ((IPEndPoint)socket.LocalEndPoint!).Port;
    }

    private static async Task<JsonNode> BodyAsync(HttpResponseMessage answer)
    {
        var text = await answer.Content.ReadAsStringAsync();
        return answer.IsSuccessStatusCode
            ? JsonNode.Parse(text)!
            : throw new InvalidOperationException($"{answer.RequestMessage!.RequestUri}: {(int)answer.StatusCode} {text}");
    }
}
