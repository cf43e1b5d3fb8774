using System.Net;
using Drover.Contracts.Errors;
using Drover.Contracts.Json;
using Drover.Contracts.Sessions;
using Drover.Daemon.Features.Sessions;
using Drover.TestKit;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace Drover.IntegrationTests.Daemon.Sessions;

public sealed class Finding_and_removing(SessionsDaemon daemon) : IClassFixture<SessionsDaemon>
{
    [Fact]
    public async Task A_session_is_found_by_id_beginning_or_label()
    {
        var id = await daemon.RunAsync(SessionsDaemon.Sh("true") with { Label = "findable one" });

        Assert.Equal(id, (await daemon.GetAsync(id)).Id);
        Assert.Equal(id, (await daemon.GetAsync(id[..13])).Id);
        Assert.Equal(id, (await daemon.GetAsync("findable%20one")).Id);
    }

    [Fact]
    public async Task An_unknown_one_is_404_and_an_ambiguous_beginning_lists_the_candidates()
    {
        Assert.Equal((ErrorCodes.SessionNotFound, 404), await Seen("/v1/sessions/nobody"));
        Assert.Equal((ErrorCodes.SessionNotFound, 404), await Seen($"/v1/sessions/{Guid.NewGuid()}/logs"));

        // Seventeen ids share at least one first digit of sixteen.
        var ids = new List<string>();
        for (var i = 0; i < 17; i++)
        {
            ids.Add(await daemon.StartAsync(SessionsDaemon.Sh("true")));
        }

        var shared = ids.GroupBy(id => id[0]).First(group => group.Count() > 1);
        var problem = await daemon.RefusedGetAsync($"/v1/sessions/{shared.Key}");
        Assert.Equal(ErrorCodes.SessionAmbiguous, problem.Code);
        Assert.Contains(shared.First()[..8], problem.Details!["candidates"] + string.Join(' ', shared), StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_list_is_newest_first_and_can_be_filtered()
    {
        var older = await daemon.RunAsync(SessionsDaemon.Sh("exit 2") with { Label = "filter-a", Cwd = "/tmp" });
        var newer = await daemon.StartAsync(SessionsDaemon.Sh("exec sleep 1000") with { Label = "filter-b" });
        await daemon.WaitAsync(newer, new WaitRequest { For = WaitFor.Running });

        var all = (await daemon.GetAsync("/v1/sessions", DroverJson.Default.SessionList)).Sessions.Select(session => session.Id).ToList();
        Assert.True(all.IndexOf(newer) < all.IndexOf(older));
        Assert.Equal([older], await Ids("label=filter-a"));
        Assert.Contains(older, await Ids("cwd=/tmp"));
        Assert.DoesNotContain(newer, await Ids("cwd=/tmp"));
        Assert.Contains(newer, await Ids("state=running,starting"));
        Assert.DoesNotContain(older, await Ids("state=running"));
        Assert.Equal(ErrorCodes.RequestInvalidValue, (await daemon.RefusedGetAsync("/v1/sessions?state=asleep")).Code);
        var health = await daemon.TextAsync("/healthz");
        Assert.Contains("\"running\":", health, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_active_session_is_removed_by_force_only_and_nothing_of_it_is_left()
    {
        var id = await daemon.StartAsync(SessionsDaemon.Sh("echo up; exec sleep 1000"));
        await daemon.WaitForAsync(id, "up");
        var session = await daemon.GetAsync(id);
        var start = TestKit.ProcessAssert.StartTime(session.Pid!.Value)!.Value;

        using (var refused = await daemon.Client.DeleteAsync($"/v1/sessions/{id}"))
        {
            Assert.Equal(ErrorCodes.SessionActive, (await TestDaemon.ProblemAsync(refused)).Code);
        }

        using (var removed = await daemon.Client.DeleteAsync($"/v1/sessions/{id}?force=1"))
        {
            removed.EnsureSuccessStatusCode();
        }

        Assert.False(TestKit.ProcessAssert.IsAlive(session.Pid.Value, start));
        Assert.Equal((ErrorCodes.SessionNotFound, 404), await Seen($"/v1/sessions/{id}"));
        Assert.False(Directory.Exists(Path.GetDirectoryName(session.LogPaths.Stdout[0])));
    }

    [Fact]
    public async Task Pruning_tells_what_was_freed_on_the_disk()
    {
        var id = await daemon.RunAsync(SessionsDaemon.Sh("seq 1 1000"));
        var folder = new DirectoryInfo(Path.GetDirectoryName((await daemon.GetAsync(id)).LogPaths.Stdout[0])!);
        var size = folder.EnumerateFiles("*", SearchOption.AllDirectories).Sum(file => file.Length);

        using var answer = await daemon.Client.PostAsync("/v1/prune", null);
        var pruned = System.Text.Json.JsonDocument.Parse(await answer.Content.ReadAsByteArrayAsync()).RootElement;

        Assert.Contains(id, pruned.GetProperty("removed").EnumerateArray().Select(removed => removed.GetString()));
        Assert.True(pruned.GetProperty("freed_bytes").GetInt64() >= size);
    }

    [Fact]
    public async Task A_session_that_left_something_behind_is_removed_by_force_only_and_with_what_it_left()
    {
        var id = await daemon.RunAsync(SessionsDaemon.Sh("(exec sleep 1000) & exit 0"));
        Assert.Equal("open", (await daemon.GetAsync(id)).Output);

        using (var refused = await daemon.Client.DeleteAsync($"/v1/sessions/{id}"))
        {
            Assert.Equal(ErrorCodes.SessionActive, (await TestDaemon.ProblemAsync(refused)).Code);
        }

        Assert.DoesNotContain(id, await PruneAsync("{}"));
        using (var removed = await daemon.Client.DeleteAsync($"/v1/sessions/{id}?force=1"))
        {
            removed.EnsureSuccessStatusCode();
        }

        await ProcessAssert.NoneCarriesAsync($"DROVER_SESSION_ID={id}");
    }

    [Fact]
    public async Task Whatever_is_asked_of_a_session_that_was_removed_meanwhile_is_not_found()
    {
        var id = await daemon.RunAsync(SessionsDaemon.Sh("true"));
        var found = daemon.Daemon.Session(id);
        using (var removed = await daemon.Client.DeleteAsync($"/v1/sessions/{id}"))
        {
            removed.EnsureSuccessStatusCode();
        }

        var (sessions, removal) = (daemon.Daemon.Daemon.Services.GetRequiredService<SessionService>(), daemon.Daemon.Daemon.Services.GetRequiredService<SessionRemoval>());
        Error?[] refusals =
        [
            (await sessions.RestartAsync(found, null, Patience.Token)).Error,
            (await sessions.StopAsync(found, null, Patience.Token)).Error,
            (await SessionService.SignalAsync(found, new SignalRequest("HUP"))).Error,
            (await SessionService.WriteAsync(found, "x"u8.ToArray(), close: true)).Error,
            (await removal.RemoveAsync(found, force: true)).Error,
        ];
        Assert.All(refusals, error => Assert.Equal(ErrorCodes.SessionNotFound, error?.Code));
    }

    [Fact]
    public async Task A_restart_and_a_removal_at_once_are_both_done_or_one_is_refused_and_nothing_is_left()
    {
        for (var round = 0; round < 20; round++)
        {
            var id = await daemon.RunAsync(SessionsDaemon.Sh("exec sleep 0.01"));
            var restart = daemon.PostAsync($"/v1/sessions/{id}/restart");
            using var removed = await daemon.Client.DeleteAsync($"/v1/sessions/{id}{(round % 2 == 0 ? "?force=1" : "")}");
            using var restarted = await restart;

            Assert.Contains(restarted.StatusCode, new[] { HttpStatusCode.OK, HttpStatusCode.NotFound });
            Assert.Contains(removed.StatusCode, new[] { HttpStatusCode.OK, HttpStatusCode.Conflict });
            if (removed.StatusCode == HttpStatusCode.Conflict)
            {
                using var forced = await daemon.Client.DeleteAsync($"/v1/sessions/{id}?force=1");
                forced.EnsureSuccessStatusCode();
            }

            await ProcessAssert.NoneCarriesAsync($"DROVER_SESSION_ID={id}");
        }
    }

    [Fact]
    public async Task Prune_removes_ended_sessions_and_keeps_the_newest_and_the_young()
    {
        var first = await daemon.RunAsync(SessionsDaemon.Sh("echo some text"));
        var second = await daemon.RunAsync(SessionsDaemon.Sh("true"));

        Assert.DoesNotContain(first, await PruneAsync("""{"older_than":"1h"}"""));
        var removed = await PruneAsync("""{"keep":1}""");
        Assert.Contains(first, removed);
        Assert.DoesNotContain(second, removed);
        Assert.Equal((ErrorCodes.SessionNotFound, 404), await Seen($"/v1/sessions/{first}"));
        Assert.Equal(ErrorCodes.RequestInvalidValue, (await daemon.RefusedAsync("/v1/prune", """{"older_than":"soon"}""")).Code);
    }

    [Fact]
    public async Task Every_change_of_state_is_an_event_with_its_reason()
    {
        var id = await daemon.RunAsync(SessionsDaemon.Sh("exit 6") with { Label = "eventful" });
        var events = (await daemon.GetAsync("/v1/events?since_seq=1&limit=10000", DroverJson.Default.EventPage)).Events.Where(happened => happened.SessionId == id).ToList();

        Assert.Equal(["session.starting", "session.running", "session.exited"], events.Select(happened => happened.Type));
        Assert.Equal(("exited", 6, "eventful", 1), (events[2].State, events[2].ExitCode, events[2].Label, events[2].Run));
        Assert.StartsWith("exited 6 after", events[2].Reason, StringComparison.Ordinal);
    }

    private async Task<(string Code, int Status)> Seen(string path)
    {
        var problem = await daemon.RefusedGetAsync(path);
        return (problem.Code, problem.Status);
    }

    private async Task<IReadOnlyList<string>> Ids(string query) =>
        [.. (await daemon.GetAsync($"/v1/sessions?{query}", DroverJson.Default.SessionList)).Sessions.Select(session => session.Id)];

    private async Task<IReadOnlyList<string>> PruneAsync(string body)
    {
        using var answer = await daemon.PostAsync("/v1/prune", body);
        return (await SessionsDaemon.ReadAsync(answer, DroverJson.Default.PruneResult)).Removed;
    }
}
