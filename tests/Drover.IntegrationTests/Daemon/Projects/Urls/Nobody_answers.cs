using System.Net;
using Drover.Contracts.Errors;
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

    [Theory]
    [InlineData("wbe.shop", ErrorCodes.ProjectProcessNotFound, "did you mean web?")]
    [InlineData("shop", ErrorCodes.ProjectProcessNotFound, "It has web, six, off.")]
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
