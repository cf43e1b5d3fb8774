using System.Net;
using System.Net.Sockets;
using Drover.Contracts.Errors;
using Drover.TestKit;
using Xunit;

namespace Drover.IntegrationTests.Daemon.Projects.Urls;

public sealed class Nobody_answers(SitesDaemon sites) : IClassFixture<SitesDaemon>
{
    private const string Browser = "text/html,application/xhtml+xml,*/*;q=0.8";

    [Fact]
    public async Task A_program_gets_a_problem_that_names_the_process_and_its_state()
    {
        using var answer = await sites.AskAsync("off.shop");

        var problem = await TestDaemon.ProblemAsync(answer);
        Assert.Equal((ErrorCodes.ProjectNotAnswering, 502), (problem.Code, problem.Status));
        Assert.Contains("off of shop is exited: exited 3", problem.Detail, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_browser_gets_a_page_that_says_how_to_start_it()
    {
        using var answer = await sites.AskAsync("off.shop", "/", Browser);

        Assert.Equal((HttpStatusCode.BadGateway, "text/html"), (answer.StatusCode, answer.Content.Headers.ContentType!.MediaType));
        var page = await answer.Content.ReadAsStringAsync();
        Assert.Contains("off of shop is exited: exited 3", page, StringComparison.Ordinal);
        Assert.Contains("drover up off", page, StringComparison.Ordinal);
        Assert.DoesNotContain("refresh", page, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_process_that_runs_and_does_not_listen_yet_is_looked_for_again_by_the_page()
    {
        var folder = sites.Projects.Folder("slow", "processes:\n  web: { command: [sleep, '1000'], port: auto }\n");
        await sites.Projects.UpAsync(folder);
        await sites.Projects.UntilUpAsync("slow");

        using var answer = await sites.AskAsync("web.slow", "/", Browser);

        Assert.Equal(HttpStatusCode.BadGateway, answer.StatusCode);
        var page = await answer.Content.ReadAsStringAsync();
        Assert.Contains("web of slow runs, but does not answer on port", page, StringComparison.Ordinal);
        Assert.Contains("http-equiv=refresh", page, StringComparison.Ordinal);
    }

    [Fact]
    public async Task HEAD_gets_the_status_and_no_page()
    {
        using var request = sites.Request("off.shop", "/", HttpMethod.Head);
        request.Headers.TryAddWithoutValidation("Accept", Browser);
        using var answer = await sites.Daemon.Client.SendAsync(request);

        Assert.Equal((HttpStatusCode.BadGateway, "text/html"), (answer.StatusCode, answer.Content.Headers.ContentType!.MediaType));
        Assert.Empty(await answer.Content.ReadAsByteArrayAsync());
    }

    [Theory]
    [InlineData("/control", "web of shop runs, but answers with a header that cannot be passed on: X-Bad.")]
    [InlineData("/babble", "web of shop runs, but what it answers on port")]
    public async Task An_answer_that_cannot_be_passed_on_is_told_with_the_name_of_the_process(string path, string said)
    {
        using var answer = await sites.AskAsync("web.shop", path);

        var problem = await TestDaemon.ProblemAsync(answer);
        Assert.Equal((ErrorCodes.ProjectNotAnswering, 502), (problem.Code, problem.Status));
        Assert.Contains(said, problem.Detail, StringComparison.Ordinal);
        Assert.False(answer.Headers.Contains("X-Bad"));
    }

    [Fact]
    public async Task A_process_that_hangs_and_takes_no_connection_is_told_so()
    {
        sites.Projects.Work.Write("hung/server.js", """
            require('node:net').createServer().listen({ port: Number(process.env.PORT), host: '127.0.0.1', backlog: 1 }, () => {
              require('node:fs').writeSync(1, 'listening\n');
              process.kill(process.pid, 'SIGSTOP');
            });
            """);
        var folder = sites.Projects.Folder("hung", "processes:\n  web: { command: [node, server.js], port: auto, stop: { signal: KILL } }\n");
        await sites.Projects.Sessions.WaitForAsync((await sites.Projects.UpAsync(folder)).Sessions["web"], "listening");
        var port = (await sites.Projects.StatusAsync("hung")).Processes[0].Port!.Value;
        var callers = Enumerable.Range(0, 4).Select(_ => new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp)).ToList();
        var connects = callers.Select(caller => caller.ConnectAsync(new IPEndPoint(IPAddress.Loopback, port), Patience.Token).AsTask()).ToList();

        // Of one that may wait, the kernel makes two; the others hang.
        var first = await Task.WhenAny(connects);
        await await Task.WhenAny(connects.Where(connect => connect != first));
        using var answer = await sites.AskAsync("web.hung", "/", Browser);

        Assert.Equal(HttpStatusCode.BadGateway, answer.StatusCode);
        Assert.Contains($"web of hung runs, but takes no connection on port {port}; it may hang", await answer.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        callers.ForEach(caller => caller.Dispose());
        await ((Task)Task.WhenAll(connects)).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing | ConfigureAwaitOptions.ContinueOnCapturedContext);
    }

    [Theory]
    [InlineData("wbe.shop", ErrorCodes.ProjectProcessNotFound, "did you mean web?")]
    [InlineData("shop", ErrorCodes.ProjectProcessNotFound, "shop is a project; name a process before it, as in PROCESS.shop.localhost. It has web, six, off.")]
    [InlineData("web.shpo", ErrorCodes.ProjectNotFound, "did you mean shop?")]
    [InlineData("a.web.shop", ErrorCodes.ProjectProcessNotFound, "shop has no process a.web")]
    public async Task An_unknown_name_is_told_with_the_nearest(string name, string code, string hint)
    {
        using var answer = await sites.AskAsync(name);

        var problem = await TestDaemon.ProblemAsync(answer);
        Assert.Equal(code, problem.Code);
        Assert.Contains(hint, problem.Detail, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_stands_in_the_name_is_text_and_no_markup()
    {
        using var answer = await sites.AskAsync("shop", "/<script>", Browser);

        var page = await answer.Content.ReadAsStringAsync();
        Assert.DoesNotContain("<script", page, StringComparison.Ordinal);
        Assert.Contains($"href=\"http://web.shop.localhost:{sites.Daemon.Port}\"", page, StringComparison.Ordinal);
        Assert.Equal("default-src 'none'; style-src 'unsafe-inline'", Assert.Single(answer.Headers.GetValues("Content-Security-Policy")));
    }
}
