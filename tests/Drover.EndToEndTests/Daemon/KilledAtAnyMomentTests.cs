using Drover.Contracts.Sessions;
using Drover.TestKit;
using Xunit;

namespace Drover.EndToEndTests.Daemon;

/// <summary>The daemon is killed with -9 while it starts, stops and restarts sessions and while their commands end; the next one knows everything.</summary>
public sealed class KilledAtAnyMomentTests : IAsyncLifetime
{
    private const string Stubborn = "trap '' TERM; echo up; while :; do sleep 0.2; done";

    private readonly DroverHome _home = new();
    private readonly TempDir _folder = new();
    private readonly string _tag = $"tag-{Guid.NewGuid():N}";

    public async ValueTask InitializeAsync() => (await _home.RunAsync("ls")).Succeeded();

    public async ValueTask DisposeAsync()
    {
        await _home.DisposeAsync();
        _folder.Dispose();
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(4)]
    public async Task While_it_starts_sessions(int startedBefore)
    {
        var daemon = await _home.DaemonAsync();
        var creating = Enumerable.Range(0, 8).Select(n => CreateAsync($"s{n}", "sleep 1000; :")).ToList();
        while (creating.Count(task => task.IsCompleted) < startedBefore)
        {
            await Task.WhenAny(creating.Where(task => !task.IsCompleted));
        }

        await DroverHome.KillAsync(daemon);
        await Task.WhenAll(creating);
        (await _home.RunAsync("ls")).Succeeded();

        var sessions = (await _home.Client.ListAsync(cancellation: Patience.Token)).Value.Value.Sessions;
        Assert.True(sessions.Count >= startedBefore);
        foreach (var session in sessions)
        {
            var waited = (await _home.Client.WaitAsync(session.Id, new WaitRequest { For = WaitFor.Running }, Patience.Token)).Value.Value;
            Assert.Equal(SessionState.Running, waited.State);
        }

        // Each session has its one command, and no command is without its session.
        await Patience.UntilAsync(() => Commands().Count == sessions.Count, "one command for each session");
    }

    [Fact]
    public async Task While_it_stops_a_session()
    {
        var id = await RunningAsync("stubborn", Stubborn);
        var daemon = await _home.DaemonAsync();
        Assert.True((await _home.Client.StopAsync(id, new StopRequest { GraceMs = 3_600_000 }, Patience.Token)).IsSuccess);

        await DroverHome.KillAsync(daemon);
        (await _home.RunAsync("ls")).Succeeded();

        await EndsAsync(id);
        Assert.Equal(SessionState.Exited, (await _home.Client.GetAsync(id, Patience.Token)).Value.Value.State);
        await Patience.UntilAsync(() => Commands().Count == 0, "nothing is left");
    }

    [Fact]
    public async Task While_it_restarts_a_session()
    {
        var id = await RunningAsync("stubborn", Stubborn);
        var first = Commands().Single();
        var daemon = await _home.DaemonAsync();
        Assert.True((await _home.Client.RestartAsync(id, new RestartRequest { GraceMs = 3_600_000 }, Patience.Token)).IsSuccess);

        await DroverHome.KillAsync(daemon);
        (await _home.RunAsync("ls")).Succeeded();

        await Patience.UntilAsync(() => Commands() is [var next] && next != first, "the next run and only that");
        var session = (await _home.Client.GetAsync(id, Patience.Token)).Value.Value;
        Assert.Equal(1, session.ManualRestartCount);
    }

    [Fact]
    public async Task While_commands_end()
    {
        var go = _folder["go"];
        var ids = new List<string>();
        for (var code = 0; code < 20; code++)
        {
            ids.Add(await RunningAsync($"ends-{code}", $"echo up; until [ -e {go} ]; do sleep 0.01; done; echo bye {code}; exit {code}"));
        }

        var daemon = await _home.DaemonAsync();
        await File.WriteAllTextAsync(go, "", Patience.Token);
        await Patience.UntilAsync(() => Commands().Count < ids.Count, "the first has ended");
        await DroverHome.KillAsync(daemon);
        await Patience.UntilAsync(() => Commands().Count == 0, "all have ended");
        (await _home.RunAsync("ls")).Succeeded();

        for (var code = 0; code < ids.Count; code++)
        {
            await EndsAsync(ids[code]);
            var session = (await _home.Client.GetAsync(ids[code], Patience.Token)).Value.Value;
            Assert.Equal((code, 2L), (session.ExitCode, session.StdoutLines));
        }
    }

    private async Task<string?> CreateAsync(string label, string line)
    {
        var spec = new SessionSpec { Label = label, Command = ["/bin/sh", "-c", line, _tag], Cwd = "/" };
        var created = await _home.Client.CreateAsync(spec, Patience.Token);
        return created.IsSuccess ? created.Value.Value.Id : null;
    }

    private async Task<string> RunningAsync(string label, string line)
    {
        var id = (await CreateAsync(label, line))!;
        var waited = await _home.Client.WaitAsync(id, new WaitRequest { For = WaitFor.Output, Pattern = "^up$" }, Patience.Token);
        Assert.Equal(WaitOutcome.Matched, waited.Value.Value.Outcome);
        return id;
    }

    private async Task EndsAsync(string id) =>
        Assert.Equal(WaitOutcome.Exited, (await _home.Client.WaitAsync(id, new WaitRequest { For = WaitFor.Exit }, Patience.Token)).Value.Value.Outcome);

    /// <summary>The commands themselves: holders name them on their command lines, too.</summary>
    private List<int> Commands() =>
        [.. ProcessAssert.WithCommandLine(_tag).Where(process => !process.Command.Contains("drover-holder", StringComparison.Ordinal)).Select(process => process.Pid)];
}
