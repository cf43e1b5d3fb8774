using Drover.Contracts.Json;
using Drover.Contracts.Sessions;
using Xunit;

namespace Drover.IntegrationTests.Daemon.Sessions;

/// <summary>Files that somebody damaged while no daemon ran are set aside with a message; the daemon starts, and starts again, and works.</summary>
public sealed class When_files_are_damaged(SessionsDaemon daemon) : IClassFixture<SessionsDaemon>
{
    [Fact]
    public async Task A_daemon_starts_over_a_garbled_index_and_a_garbled_database_and_says_so_once()
    {
        var runs = await daemon.StartAsync(SessionsDaemon.Sh("echo up; read line; echo got $line; exit 5") with { Label = "runs" });
        await daemon.WaitForAsync(runs, "^up$");
        var (pid, garbled) = ((await daemon.GetAsync(runs)).Pid, (await daemon.GetAsync(runs)).LogPaths.Stdout[0]);
        var database = Path.Combine(daemon.Daemon.Paths.DataDir, "drover.db");

        await daemon.StartNextAsync(() =>
        {
            File.WriteAllText(Path.ChangeExtension(garbled, ".idx"), "this is no index, however long one looks at it, and never was one");
            foreach (var file in Directory.GetFiles(Path.GetDirectoryName(database)!, "drover.db*"))
            {
                File.Delete(file);
            }

            File.WriteAllText(database, new string('x', 8192));
        });

        var warnings = await WarningsAsync();
        Assert.Contains(warnings, warning => warning.Contains("drover.db", StringComparison.Ordinal));
        Assert.Contains(warnings, warning => warning.Contains("stdout.000001", StringComparison.Ordinal));

        // What runs is as it was, and goes on to its end.
        var session = await daemon.GetAsync(runs);
        Assert.Equal((pid, SessionState.Running), (session.Pid, session.State));
        using var sent = await daemon.PostAsync($"/v1/sessions/{runs}/stdin", """{"text":"it\n"}""");
        Assert.Equal(5, (await daemon.WaitAsync(runs, new WaitRequest { For = WaitFor.Exit })).ExitCode);
        Assert.Equal(["up", "got it"], await daemon.LinesAsync(runs));

        await daemon.StartNextAsync();
        Assert.DoesNotContain(await WarningsAsync(), warning => warning.Contains("corrupt", StringComparison.Ordinal));
        Assert.Equal(["up", "got it"], await daemon.LinesAsync(runs));
    }

    [Fact]
    public async Task Damage_to_the_log_of_one_session_is_told_and_leaves_what_can_be_read()
    {
        var garbled = await EndedAsync("garbled");
        var cut = await EndedAsync("cut");
        var lost = await EndedAsync("lost");

        await daemon.StartNextAsync(() =>
        {
            File.WriteAllText(Path.ChangeExtension(garbled, ".idx"), "this is no index, however long one looks at it, and never was one");
            File.Delete(lost);
            using var segment = File.OpenWrite(cut);
            segment.SetLength(segment.Length / 2);
        });

        Assert.Equal(Enumerable.Range(1, 100).Select(n => $"line {n}"), await daemon.LinesAsync("garbled", "stream=stdout&limit=1000"));
        var left = await daemon.LinesAsync("cut", "stream=stdout&limit=1000");
        Assert.InRange(left.Count, 40, 60);
        Assert.Equal(Enumerable.Range(1, left.Count - 1).Select(n => $"line {n}"), left.SkipLast(1));
        Assert.Empty(await daemon.LinesAsync("lost", "stream=stdout&limit=1000"));
        Assert.Equal(0, (await daemon.GetAsync("lost")).ExitCode);
        Assert.NotEmpty(await WarningsAsync());

        // They are written to again as ever.
        await daemon.RestartAsync("cut", """{"wait":{"for":"exit"}}""");
        Assert.Equal("line 100", (await daemon.LinesAsync("cut", "stream=stdout&limit=1"))[0]);
        await daemon.StartNextAsync();
        Assert.InRange((await daemon.LinesAsync("cut", "stream=stdout&limit=1000")).Count, left.Count + 99, left.Count + 100);
    }

    /// <summary>A session with a hundred lines that has ended: its one segment of standard output.</summary>
    private async Task<string> EndedAsync(string label)
    {
        var id = await daemon.RunAsync(SessionsDaemon.Sh("seq -f 'line %g' 1 100") with { Label = label });
        return Assert.Single((await daemon.GetAsync(id)).LogPaths.Stdout);
    }

    private async Task<IReadOnlyList<string>> WarningsAsync() => (await daemon.GetAsync("/v1/daemon", DroverJson.Default.DaemonStatus)).Warnings;
}
