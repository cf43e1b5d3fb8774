using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Drover.Contracts.Errors;
using Drover.Contracts.Json;
using Drover.Contracts.Tasks;
using Drover.TestKit;
using Xunit;

namespace Drover.IntegrationTests.Daemon.Tasks;

/// <summary>A daemon and a repository for its tasks.</summary>
public sealed class TasksDaemon : IAsyncLifetime
{
    private readonly TempDir _home = new();

    internal TestDaemon Daemon { get; private set; } = null!;

    internal TempDir Repository { get; } = new();

    internal (string Name, string Value)[] Variables { get; init; } = [];

    public async ValueTask InitializeAsync()
    {
        Daemon = await StartAsync();
        Repository.Write("a.txt", "one\n");
        await GitAsync("init", "--quiet", "--initial-branch=main");
        await GitAsync("add", "--all");
        await GitAsync("-c", "user.name=T", "-c", "user.email=t@example.org", "commit", "--quiet", "--message", "first");
    }

    public async ValueTask DisposeAsync()
    {
        await Daemon.Daemon.StopAsync(keep: false);
        await Daemon.DisposeAsync();
        Repository.Dispose();
        _home.Dispose();
    }

    /// <summary>Ends the daemon, leaving what runs, and starts another one in its place.</summary>
    internal async Task RestartAsync()
    {
        await Daemon.DisposeAsync();
        Daemon = await StartAsync();
    }

    internal async Task<string> GitAsync(params string[] words)
    {
        await using var git = RunningProgram.Start(new("git", ["-C", Repository.Path, .. words]));
        return (await git.EndAsync()).Succeeded().Output;
    }

    internal async Task<AgentTask> CreateAsync(CreateTaskRequest request)
    {
        using var answer = await Daemon.Client.PostAsJsonAsync("/tasks", request with { Title = request.Title ?? "A task", Workspace = request.Workspace ?? Repository.Path }, DroverJson.Default.CreateTaskRequest);
        Assert.True(answer.StatusCode == HttpStatusCode.Created, await answer.Content.ReadAsStringAsync());
        return (await answer.Content.ReadFromJsonAsync(DroverJson.Default.AgentTask))!;
    }

    internal Task<AgentTask> ShellAsync(string command) => CreateAsync(new CreateTaskRequest { Runner = "shell", Command = command });

    /// <summary>Creates a shell task and starts it.</summary>
    internal async Task<AgentTask> RunAsync(string command)
    {
        var task = await ShellAsync(command);
        return await ActAsync(task.Id, "start");
    }

    internal async Task<AgentTask> ActAsync(Guid id, string what, string? body = null)
    {
        using var answer = await PostAsync(id, what, body);
        Assert.True(answer.IsSuccessStatusCode, await answer.Content.ReadAsStringAsync());
        return (await answer.Content.ReadFromJsonAsync(DroverJson.Default.AgentTask))!;
    }

    internal async Task<TaskActed> ReviewAsync(Guid id, string what, string? body = null)
    {
        using var answer = await PostAsync(id, what, body);
        Assert.True(answer.IsSuccessStatusCode, await answer.Content.ReadAsStringAsync());
        return (await answer.Content.ReadFromJsonAsync(DroverJson.Default.TaskActed))!;
    }

    internal async Task<(HttpStatusCode Status, ProblemBody Problem)> RefusedAsync(Guid id, string what, string? body = null)
    {
        using var answer = await PostAsync(id, what, body);
        Assert.False(answer.IsSuccessStatusCode, await answer.Content.ReadAsStringAsync());
        return (answer.StatusCode, (await answer.Content.ReadFromJsonAsync(DroverJson.Default.ProblemBody))!);
    }

    internal async Task<(HttpStatusCode Status, ProblemBody Problem)> RefusedAsync(string request)
    {
        using var content = new StringContent(request.Replace("REPO", Repository.Path, StringComparison.Ordinal), null, "application/json");
        using var answer = await Daemon.Client.PostAsync("/tasks", content);
        Assert.False(answer.IsSuccessStatusCode, await answer.Content.ReadAsStringAsync());
        return (answer.StatusCode, (await answer.Content.ReadFromJsonAsync(DroverJson.Default.ProblemBody))!);
    }

    internal async Task<AgentTask> GetAsync(Guid id) => (await Daemon.Client.GetFromJsonAsync($"/tasks/{id}", DroverJson.Default.AgentTask))!;

    internal async Task<TaskDiff> DiffAsync(Guid id) => (await Daemon.Client.GetFromJsonAsync($"/tasks/{id}/diff", DroverJson.Default.TaskDiff))!;

    /// <summary>Follows the task's events until one fits.</summary>
    internal async Task<TaskEvent> EventAsync(Guid id, Func<TaskEvent, bool> fits, long since = 0)
    {
        await using var stream = await Daemon.Client.GetStreamAsync($"/tasks/{id}/events?follow=1&since_seq={since}");
        using var reader = new StreamReader(stream);
        var seen = new List<string>();
        while (await reader.ReadLineAsync().Patiently() is { } line)
        {
            var happened = JsonSerializer.Deserialize(line, DroverJson.Default.TaskEvent)!;
            seen.Add(line);
            if (fits(happened))
            {
                return happened;
            }
        }

        throw new InvalidOperationException("The events ended:\n" + string.Join('\n', seen));
    }

    internal Task<TaskEvent> EventAsync(Guid id, string category, long since = 0) => EventAsync(id, happened => Category(happened) == category, since);

    /// <summary>Waits for the end of the attempt that runs.</summary>
    internal async Task<AgentTask> EndedAsync(Guid id, long since = 0)
    {
        await EventAsync(id, happened => Category(happened) is "attempt-completed" or "attempt-failed" or "attempt-stopped" or "attempt-start-failed", since);
        return await GetAsync(id);
    }

    internal static string? Category(TaskEvent happened) => happened.Metadata is { } metadata && metadata.TryGetProperty("category", out var category) ? category.GetString() : null;

    private Task<TestDaemon> StartAsync() => TestDaemon.StartInAsync(_home, Variables);

    private Task<HttpResponseMessage> PostAsync(Guid id, string what, string? body) =>
        Daemon.Client.PostAsync($"/tasks/{id}/{what}", body is null ? null : new StringContent(body, null, "application/json"));
}
