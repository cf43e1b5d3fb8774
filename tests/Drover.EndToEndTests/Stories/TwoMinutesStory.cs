using System.Globalization;
using System.Text.RegularExpressions;
using Drover.Contracts.Sessions;
using Drover.TestKit;
using Xunit;

namespace Drover.EndToEndTests.Stories;

/// <summary>The first two minutes: a server is started, a file is saved, and the log says why it was started again.</summary>
public sealed partial class TwoMinutesStory : IAsyncLifetime
{
    private readonly DroverHome _home = new();
    private readonly TempDir _folder = new();

    public ValueTask InitializeAsync()
    {
        _folder.Write("web/server.js", File.ReadAllText(Sample("server.js")));
        _folder.Write("web/index.html", File.ReadAllText(Sample("index.html")));
        _home.WorkingDirectory = _folder.Path;
        return ValueTask.CompletedTask;
    }

    public async ValueTask DisposeAsync()
    {
        await _home.DisposeAsync();
        _folder.Dispose();
    }

    [Fact]
    public async Task A_saved_file_restarts_the_server_and_the_log_says_which()
    {
        var serve = (await _home.RunAsync("serve", "--watch", "web", "--label", "web", "-e", "PORT=0", "--", "node", "web/server.js")).Succeeded();
        Assert.True(Guid.TryParse(serve.Lines[0], out _), serve.Output);
        await using var tail = _home.Start("tail", "-f", "web");

        var first = await FirstPageAsync(tail);
        var before = await PidAsync();
        await File.AppendAllTextAsync(_folder["web/server.js"], "\n// saved\n", Patience.Token);
        await tail.LineAsync(line => line.Contains("restarted: ", StringComparison.Ordinal) && line.Contains("server.js changed", StringComparison.Ordinal));
        await FirstPageAsync(tail);

        Assert.Contains("It runs.", first, StringComparison.Ordinal);
        Assert.NotEqual(before, await PidAsync());
        Assert.Null(ProcessAssert.StartTime(before));
    }

    [Fact]
    public async Task The_list_shows_the_server_with_its_port()
    {
        (await _home.RunAsync("serve", "--label", "web", "-e", "PORT=0", "--ready", "port", "--", "node", "web/server.js")).Succeeded();
        (await _home.RunAsync("wait", "web", "--for", "ready")).Succeeded();

        var list = (await _home.RunAsync("ls", "--json")).Succeeded();

        var session = list.Json.GetProperty("sessions")[0];
        Assert.Equal("running", session.GetProperty("state").GetString());
        Assert.Equal(1, session.GetProperty("ports").GetArrayLength());
    }

    private static async Task<string> FirstPageAsync(RunningProgram tail)
    {
        var line = await tail.LineAsync("listening on http://localhost:");
        using var http = new HttpClient { Timeout = Patience.Max };
        return await http.GetStringAsync(new Uri(Url().Match(line).Value), Patience.Token);
    }

    private async Task<int> PidAsync()
    {
        var session = (await _home.Client.GetAsync("web", Patience.Token)).Value.Value;
        Assert.Equal(SessionState.Running, session.State);
        return session.Pid ?? throw new InvalidOperationException(string.Create(CultureInfo.InvariantCulture, $"No pid in run {session.RestartCount}"));
    }

    private static string Sample(string file) => Path.Combine(Children.RepositoryRoot, "samples/web", file);

    [GeneratedRegex(@"http://localhost:\d+")]
    private static partial Regex Url();
}
