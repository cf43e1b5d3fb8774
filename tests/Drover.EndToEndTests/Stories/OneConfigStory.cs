using System.Diagnostics;
using Drover.Contracts.Projects;
using Drover.EndToEndTests.Cli;
using Drover.TestKit;
using Xunit;

namespace Drover.EndToEndTests.Stories;

/// <summary>One config for the team: a repository with a drover.yaml, brought up, edited, checked out twice, and left alone by a crash.</summary>
public sealed class OneConfigStory : IAsyncLifetime
{
    private readonly DroverHome _home = new();
    private readonly TempDir _folder = new();

    private string Shop => _folder["shop"];

    public ValueTask InitializeAsync()
    {
        foreach (var file in (string[])["server.js", "drover.yaml"])
        {
            _folder.Write($"shop/{file}", File.ReadAllText(Path.Combine(Children.RepositoryRoot, "samples/shop", file)));
        }

        _home.WorkingDirectory = Shop;
        return ValueTask.CompletedTask;
    }

    public async ValueTask DisposeAsync()
    {
        await _home.DisposeAsync();
        _folder.Dispose();
    }

    [Fact]
    public async Task The_database_is_ready_then_the_api_then_the_page_and_a_second_up_does_nothing()
    {
        var up = (await _home.RunAsync("up", "-d")).Succeeded();

        Assert.True(Place(up, "✓ db ready") < Place(up, "✓ migrate exited 0"), up.Error);
        Assert.True(Place(up, "✓ migrate exited 0") < Place(up, "✓ api ready"), up.Error);
        Assert.True(Place(up, "✓ api ready") < Place(up, "✓ web ready"), up.Error);
        using var http = new HttpClient { Timeout = Patience.Max };
        Assert.Equal("""{"products":["bread","milk"]}""", await http.GetStringAsync(new Uri((await ProcessAsync("web")).Urls[^1]), Patience.Token));
        var before = await PidsAsync();

        var again = (await _home.RunAsync("up", "-d")).Succeeded();

        Assert.Equal(4, again.Error.Split('\n').Count(line => line.Contains("  keep  ", StringComparison.Ordinal)));
        Assert.Equal(before, await PidsAsync());
    }

    [Fact]
    public async Task After_an_edit_only_what_it_is_about_is_restarted_and_the_reason_is_told()
    {
        (await _home.RunAsync("up", "-d")).Succeeded();
        var before = await PidsAsync();
        Edit("env: { API:", "env: { GREETING: hello, API:");

        var dry = (await _home.RunAsync("up", "--dry-run")).Succeeded();
        var up = (await _home.RunAsync("up", "-d")).Succeeded();

        Assert.Contains("web\trestart\tenv GREETING added", dry.Output, StringComparison.Ordinal);
        Assert.Contains("env GREETING added", up.Error, StringComparison.Ordinal);
        var after = await PidsAsync();
        Assert.Equal([("db", true), ("api", true), ("web", false)], after.Select(process => (process.Key, before[process.Key] == process.Value)));
    }

    [Fact]
    public async Task Two_worktrees_run_side_by_side_on_ports_of_their_own()
    {
        await GitAsync("init", "-q");
        await GitAsync("add", ".");
        await GitAsync("-c", "user.name=a", "-c", "user.email=a@b", "commit", "-qm", "first");
        await GitAsync("worktree", "add", "-q", _folder["shop-login"]);
        (await _home.RunAsync("up", "-d")).Succeeded();

        _home.WorkingDirectory = _folder["shop-login"];
        (await _home.RunAsync("up", "-d")).Succeeded();

        var projects = (await _home.Client.ProjectsAsync(cancellation: Patience.Token)).Value.Value.Projects;
        Assert.Equal([("shop", ProjectState.Up), ("shop-login", ProjectState.Up)], projects.Select(project => (project.Name, project.State)));
        var ports = projects.SelectMany(project => project.Processes).Select(process => process.Port).OfType<int>().ToList();
        Assert.Equal(6, ports.Distinct().Count());
        Assert.Contains("shop-login", (await _home.RunAsync("ps", "--all")).Succeeded().Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Ctrl_C_brings_everything_down_in_reverse_order()
    {
        await using var up = _home.Start("up");
        await up.LineAsync("web     | web listens on");
        var ids = (await StatusAsync()).Processes.Select(process => process.Session!.Id).ToList();

        await Signals.SendAsync("INT", up.Pid);

        var end = await up.EndAsync();
        Assert.Equal(130, end.ExitCode);
        Assert.True(Place(end, "web     | · stopped") < Place(end, "api     | · stopped"), end.Error);
        Assert.True(Place(end, "api     | · stopped") < Place(end, "db      | · stopped"), end.Error);
        foreach (var id in ids)
        {
            await ProcessAssert.NoneCarriesAsync($"DROVER_SESSION_ID={id}");
        }
    }

    [Fact]
    public async Task A_killed_daemon_takes_nothing_with_it_and_up_keeps_what_runs()
    {
        await using var view = _home.Start("up");
        await view.LineAsync("web     | web listens on");
        (await _home.RunAsync("up", "-d")).Succeeded();
        var before = await PidsAsync();

        await _home.KillDaemonAsync();
        var up = (await _home.RunAsync("up", "-d")).Succeeded();

        Assert.Equal(4, up.Error.Split('\n').Count(line => line.Contains("  keep  ", StringComparison.Ordinal)));
        Assert.Equal(before, await PidsAsync());
        using var http = new HttpClient { Timeout = Patience.Max };
        await http.GetStringAsync(new Uri((await ProcessAsync("web")).Urls[^1]), Patience.Token);
        await view.LineAsync("web     | GET /");
    }

    private static int Place(ProgramResult result, string text) =>
        result.Error.IndexOf(text, StringComparison.Ordinal) is >= 0 and var at ? at : throw new InvalidOperationException($"\"{text}\" is not in:\n{result.Error}");

    private void Edit(string what, string with) => File.WriteAllText(Path.Combine(Shop, "drover.yaml"), File.ReadAllText(Path.Combine(Shop, "drover.yaml")).Replace(what, with, StringComparison.Ordinal));

    private async Task<ProjectStatus> StatusAsync() => (await _home.Client.ProjectAsync("shop", Patience.Token)).Value.Value;

    private async Task<ProjectProcessStatus> ProcessAsync(string name) => (await StatusAsync()).Processes.Single(process => process.Name == name);

    private async Task<Dictionary<string, int>> PidsAsync() =>
        (await StatusAsync()).Processes.Where(process => !process.Once).ToDictionary(process => process.Name, process => process.Session!.Pid!.Value, StringComparer.Ordinal);

    private async Task GitAsync(params string[] arguments)
    {
        await using var git = RunningProgram.Start(new ProcessStartInfo("git", arguments) { WorkingDirectory = Shop });
        git.Input.Close();
        (await git.EndAsync()).Succeeded();
    }
}
