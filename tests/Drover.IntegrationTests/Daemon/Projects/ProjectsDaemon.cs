using System.Text.Json;
using Drover.Contracts.Errors;
using Drover.Contracts.Events;
using Drover.Contracts.Json;
using Drover.Contracts.Projects;
using Drover.Contracts.Sessions;
using Drover.IntegrationTests.Daemon.Sessions;
using Drover.TestKit;
using Xunit;

namespace Drover.IntegrationTests.Daemon.Projects;

/// <summary>A daemon for a class of tests about projects.</summary>
public sealed class ProjectsDaemon : IAsyncLifetime
{
    public SessionsDaemon Sessions { get; } = new();

    public TempDir Work => Sessions.Work;

    public ValueTask InitializeAsync() => Sessions.InitializeAsync();

    public ValueTask DisposeAsync() => Sessions.DisposeAsync();

    /// <summary>A folder with a <c>drover.yaml</c>.</summary>
    public string Folder(string name, string yaml)
    {
        Write(name, yaml);
        return Work[name];
    }

    public void Write(string name, string yaml) => Work.Write($"{name}/drover.yaml", yaml);

    public async Task<ProjectChanges> UpAsync(string path, Func<ProjectUpRequest, ProjectUpRequest>? with = null)
    {
        using var answer = await Sessions.PostAsync("/v1/projects/up", Body(path, with));
        return await SessionsDaemon.ReadAsync(answer, DroverJson.Default.ProjectChanges);
    }

    public Task<ProblemBody> RefusedUpAsync(string path, Func<ProjectUpRequest, ProjectUpRequest>? with = null) => Sessions.RefusedAsync("/v1/projects/up", Body(path, with));

    public async Task<ProjectChanges> DownAsync(string path, params string[] names)
    {
        var request = new ProjectDownRequest { Path = path, Names = names };
        using var answer = await Sessions.PostAsync("/v1/projects/down", JsonSerializer.Serialize(request, DroverJson.Default.ProjectDownRequest));
        return await SessionsDaemon.ReadAsync(answer, DroverJson.Default.ProjectChanges);
    }

    public Task<ProjectStatus> StatusAsync(string name) => Sessions.GetAsync($"/v1/projects/{name}", DroverJson.Default.ProjectStatus);

    /// <summary>Waits until every process is as it should be.</summary>
    public Task UntilUpAsync(string name) => Patience.UntilAsync(async () => (await StatusAsync(name)).State == ProjectState.Up, $"{name} is up");

    public Task<WaitResult> ReadyAsync(string session) => Sessions.WaitAsync(session, new WaitRequest());

    /// <summary>Numbers of the first events of these types for these sessions; all of them must have happened.</summary>
    public async Task<IReadOnlyList<DroverEvent>> EventsAsync() => (await Sessions.GetAsync("/v1/events?since_seq=1&limit=10000", DroverJson.Default.EventPage)).Events;

    public static IEnumerable<string> Say(ProjectChanges changes) => changes.Changes.Select(change => $"{change.Process}: {change.Action.ToString().ToLowerInvariant()}, {change.Because}");

    private static string Body(string path, Func<ProjectUpRequest, ProjectUpRequest>? with)
    {
        var request = new ProjectUpRequest { Path = path };
        return JsonSerializer.Serialize(with is null ? request : with(request), DroverJson.Default.ProjectUpRequest);
    }
}
