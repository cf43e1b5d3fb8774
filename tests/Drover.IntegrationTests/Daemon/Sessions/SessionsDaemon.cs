using System.Net;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Drover.Contracts.Errors;
using Drover.Contracts.Events;
using Drover.Contracts.Json;
using Drover.Contracts.Logs;
using Drover.Contracts.Sessions;
using Drover.TestKit;
using Xunit;

namespace Drover.IntegrationTests.Daemon.Sessions;

/// <summary>A daemon for a class of tests, spoken to over HTTP as everybody does. What it started is gone when the class is done.</summary>
public sealed class SessionsDaemon : IAsyncLifetime
{
    private readonly TempDir _home;
    private readonly bool _ownsHome;
    private readonly TimeProvider _time;
    private TestDaemon? _daemon;

    public SessionsDaemon()
        : this(new TempDir()) => _ownsHome = true;

    /// <summary>In a folder that the caller removes.</summary>
    internal SessionsDaemon(TempDir home, TimeProvider? time = null) => (_home, _time) = (home, time ?? TimeProvider.System);

    public HttpClient Client => _daemon!.Socket;

    /// <summary>A folder for what tests write.</summary>
    public TempDir Work { get; } = new();

    internal TestDaemon Daemon => _daemon!;

    public async ValueTask InitializeAsync() => _daemon = await StartDaemonAsync();

    /// <summary>Ends the daemon and starts the next one on the same folder; the sessions go on.</summary>
    public async Task StartNextAsync(Action? between = null)
    {
        await _daemon!.DisposeAsync();
        between?.Invoke();
        _daemon = await StartDaemonAsync();
    }

    private Task<TestDaemon> StartDaemonAsync() => TestDaemon.StartWithAsync(TestDaemon.Options(_home) with { Time = _time });

    public async ValueTask DisposeAsync()
    {
        await _daemon!.Daemon.StopAsync(keep: false);
        await _daemon.DisposeAsync();
        if (_ownsHome)
        {
            _home.Dispose();
        }

        Work.Dispose();
    }

    public static SessionSpec Sh(string line) => new() { Command = ["/bin/sh", "-c", line], Cwd = "/" };

    public async Task<string> StartAsync(SessionSpec spec)
    {
        using var answer = await PostAsync("/v1/sessions", JsonSerializer.Serialize(spec, DroverJson.Default.SessionSpec));
        return (await ReadAsync(answer, DroverJson.Default.SessionCreated, HttpStatusCode.Created)).Id;
    }

    /// <summary>Starts a session and waits until it has ended and all it printed is stored.</summary>
    public async Task<string> RunAsync(SessionSpec spec)
    {
        var id = await StartAsync(spec);
        await WaitAsync(id, new WaitRequest { For = WaitFor.Exit });
        return id;
    }

    public async Task<WaitResult> WaitAsync(string id, WaitRequest request)
    {
        using var answer = await PostAsync($"/v1/sessions/{id}/wait", JsonSerializer.Serialize(request, DroverJson.Default.WaitRequest));
        return await ReadAsync(answer, DroverJson.Default.WaitResult);
    }

    public Task<WaitResult> WaitForAsync(string id, string pattern, long? sinceSeq = null) =>
        WaitAsync(id, new WaitRequest { For = WaitFor.Output, Pattern = pattern, SinceSeq = sinceSeq });

    public Task<Session> GetAsync(string id) => GetAsync($"/v1/sessions/{id}", DroverJson.Default.Session);

    public Task<LogPage> LogsAsync(string id, string query = "") => GetAsync($"/v1/sessions/{id}/logs?{query}", DroverJson.Default.LogPage);

    public async Task<IReadOnlyList<string>> LinesAsync(string id, string query = "stream=stdout") => [.. (await LogsAsync(id, query)).Entries.Select(entry => entry.Line)];

    public Task<string> TextAsync(string path) => Client.GetStringAsync(path);

    public Task<RunList> RunsAsync(string id) => GetAsync($"/v1/sessions/{id}/runs", DroverJson.Default.RunList);

    public async Task<SessionActed> StopAsync(string id, string body = """{"wait":true}""")
    {
        using var answer = await PostAsync($"/v1/sessions/{id}/stop", body);
        return await ReadAsync(answer, DroverJson.Default.SessionActed);
    }

    public async Task<SessionActed> RestartAsync(string id, string? body = null)
    {
        using var answer = await PostAsync($"/v1/sessions/{id}/restart", body);
        return await ReadAsync(answer, DroverJson.Default.SessionActed);
    }

    /// <summary>Blocks until an event of a session comes; looks from the beginning, so it cannot be missed.</summary>
    public async Task<DroverEvent> EventAsync(string id, string type)
    {
        await using var stream = await Client.GetStreamAsync("/v1/events?follow=1&since_seq=1", Patience.Token);
        using var reader = new StreamReader(stream);
        while (await reader.ReadLineAsync(Patience.Token) is { } line)
        {
            var happened = JsonSerializer.Deserialize(line, DroverJson.Default.DroverEvent)!;
            if (happened.SessionId == id && happened.Type == type)
            {
                return happened;
            }
        }

        throw new PatienceException($"The events ended before {type} of {id}");
    }

    public async Task<HttpResponseMessage> PostAsync(string path, string? json = null)
    {
        using var body = json is null ? null : new StringContent(json, Encoding.UTF8, "application/json");
        return await Client.PostAsync(path, body, Patience.Token);
    }

    public async Task<ProblemBody> RefusedAsync(string path, string? json = null)
    {
        using var answer = await PostAsync(path, json);
        return await TestDaemon.ProblemAsync(answer);
    }

    public async Task<ProblemBody> RefusedGetAsync(string path)
    {
        using var answer = await Client.GetAsync(path, Patience.Token);
        return await TestDaemon.ProblemAsync(answer);
    }

    public async Task<T> GetAsync<T>(string path, JsonTypeInfo<T> type)
    {
        using var answer = await Client.GetAsync(path, Patience.Token);
        return await ReadAsync(answer, type);
    }

    public static async Task<T> ReadAsync<T>(HttpResponseMessage answer, JsonTypeInfo<T> type, HttpStatusCode status = HttpStatusCode.OK)
    {
        Assert.True(answer.StatusCode == status, $"{(int)answer.StatusCode}: {await answer.Content.ReadAsStringAsync()}");
        return (await answer.Content.ReadFromJsonAsync(type))!;
    }
}
