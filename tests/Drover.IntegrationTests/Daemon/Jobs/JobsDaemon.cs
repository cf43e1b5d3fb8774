using System.Net;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json.Serialization.Metadata;
using Drover.Contracts.Errors;
using Drover.Contracts.Events;
using Drover.Contracts.Jobs;
using Drover.Contracts.Json;
using Drover.TestKit;
using Xunit;

namespace Drover.IntegrationTests.Daemon.Jobs;

/// <summary>A daemon for a class of tests, and a workspace for its jobs. What it started is gone when the class is done.</summary>
public sealed class JobsDaemon : IAsyncLifetime
{
    private readonly TempDir _home = new();
    private readonly (string Name, string Value)[] _variables;
    private TestDaemon? _daemon;

    public JobsDaemon()
        : this([])
    {
    }

    internal JobsDaemon(params (string Name, string Value)[] variables) => _variables = variables;

    /// <summary>The workspace.</summary>
    public TempDir Work { get; } = new();

    public HttpClient Client => _daemon!.Socket;

    internal TestDaemon Daemon => _daemon!;

    internal string Home => _home.Path;

    public async ValueTask InitializeAsync() => _daemon = await TestDaemon.StartInAsync(_home, _variables);

    /// <summary>Ends the daemon and starts the next one on the same folder; the jobs go on.</summary>
    public async Task StartNextAsync(Action? between = null)
    {
        await _daemon!.DisposeAsync();
        between?.Invoke();
        _daemon = await TestDaemon.StartInAsync(_home, _variables);
    }

    public async ValueTask DisposeAsync()
    {
        await _daemon!.Daemon.StopAsync(keep: false);
        await _daemon.DisposeAsync();
        _home.Dispose();
        Work.Dispose();
    }

    internal static JobRequest Sh(string cmd) => new() { Cmd = cmd };

    internal string In(string path) => $"{path}?workspace={Uri.EscapeDataString(Work.Path)}";

    /// <summary>Starts a job and gives its stream, from the start frame on.</summary>
    internal async Task<JobStream> RunAsync(JobRequest request, CancellationToken caller = default)
    {
        using var message = new HttpRequestMessage(HttpMethod.Post, In("/api/shell/run")) { Content = JsonContent.Create(request, DroverJson.Default.JobRequest) };
        return new JobStream(await Client.SendAsync(message, HttpCompletionOption.ResponseHeadersRead, caller));
    }

    /// <summary>All frames of a job.</summary>
    internal async Task<List<(long Id, JobFrame Frame)>> FramesAsync(JobRequest request)
    {
        using var stream = await RunAsync(request);
        return await stream.RestAsync();
    }

    internal async Task<List<(long Id, JobFrame Frame)>> FramesAsync(string cmd) => await FramesAsync(Sh(cmd));

    /// <summary>Starts a job, goes away, and gives its id.</summary>
    internal async Task<JobFrame> StartAsync(JobRequest request)
    {
        using var stream = await RunAsync(request);
        return (await stream.ExpectAsync("start")).Frame;
    }

    internal async Task<JobStream> FollowAsync(string job, long? after = null)
    {
        using var message = new HttpRequestMessage(HttpMethod.Get, $"/api/shell/jobs/{job}/events");
        if (after is { } id)
        {
            message.Headers.Add("Last-Event-ID", id.ToString(System.Globalization.CultureInfo.InvariantCulture));
        }

        return new JobStream(await Client.SendAsync(message, HttpCompletionOption.ResponseHeadersRead, Patience.Token));
    }

    /// <summary>The exit frame of a job, whenever that comes.</summary>
    internal async Task<JobFrame> ExitAsync(string job)
    {
        using var stream = await FollowAsync(job);
        return (await stream.RestAsync())[^1].Frame;
    }

    internal Task<Job> GetAsync(string job) => GetAsync($"/api/shell/jobs/{job}", DroverJson.Default.Job);

    internal async Task<JobCancelled> CancelAsync(string job)
    {
        using var answer = await Client.PostAsync($"/api/shell/cancel/{job}", null, Patience.Token);
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        return (await answer.Content.ReadFromJsonAsync(DroverJson.Default.JobCancelled))!;
    }

    internal async Task<ProblemBody> RefusedAsync(string path, string? json = null)
    {
        using var body = json is null ? null : new StringContent(json, Encoding.UTF8, "application/json");
        using var answer = await Client.PostAsync(path, body, Patience.Token);
        return await TestDaemon.ProblemAsync(answer);
    }

    internal async Task<T> GetAsync<T>(string path, JsonTypeInfo<T> type)
    {
        using var answer = await Client.GetAsync(path, Patience.Token);
        Assert.True(answer.IsSuccessStatusCode, $"{(int)answer.StatusCode}: {await answer.Content.ReadAsStringAsync()}");
        return (await answer.Content.ReadFromJsonAsync(type))!;
    }

    internal async Task<IReadOnlyList<DroverEvent>> EventsAsync(string job) =>
        [.. (await GetAsync("/v1/events?since_seq=1&limit=10000", DroverJson.Default.EventPage)).Events.Where(happened => happened.JobId == job)];

    /// <summary>What both streams of a job printed, as text.</summary>
    internal static string Text(IEnumerable<(long Id, JobFrame Frame)> frames, string type = "stdout") =>
        string.Join('|', frames.Where(frame => frame.Frame.Type == type).Select(frame => frame.Frame.Line));

}
