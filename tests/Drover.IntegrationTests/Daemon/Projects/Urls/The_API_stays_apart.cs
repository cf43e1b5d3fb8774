using System.Net;
using Drover.Contracts.Errors;
using Drover.TestKit;
using Xunit;

namespace Drover.IntegrationTests.Daemon.Projects.Urls;

/// <summary>Pages of a process run code of a repository: they must not reach what can start programs.</summary>
public sealed class The_API_stays_apart(SitesDaemon sites) : IClassFixture<SitesDaemon>
{
    [Theory]
    [InlineData("/v1/daemon")]
    [InlineData("/v1/sessions")]
    [InlineData("/mcp")]
    [InlineData("/openapi.json")]
    [InlineData("/metrics")]
    [InlineData("/healthz")]
    public async Task Every_path_of_the_API_is_the_processs_own_below_its_name(string path)
    {
        foreach (var client in new[] { sites.Daemon.Client, sites.Daemon.Socket })
        {
            using var request = new HttpRequestMessage(HttpMethod.Get, new Uri(client.BaseAddress!, path));
            request.Headers.Host = $"web.shop.localhost:{sites.Daemon.Port}";
            using var answer = await client.SendAsync(request);

            Assert.Equal(path, (await SitesDaemon.SeenAsync(answer)).GetProperty("url").GetString());
        }
    }

    [Theory]
    [InlineData("nobody.nowhere.localhost:{0}")]
    [InlineData("shop.localhost:{0}")]
    [InlineData("off.shop.localhost")]
    [InlineData("web.shop.localhost.:{0}")]
    public async Task A_name_that_leads_nowhere_does_not_lead_to_the_API_either(string host)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, new Uri(sites.Daemon.Client.BaseAddress!, "/v1/daemon/stop"));
        request.Headers.Host = string.Format(null, host, sites.Daemon.Port);
        using var answer = await sites.Daemon.Client.SendAsync(request);

        Assert.NotEqual(HttpStatusCode.Accepted, answer.StatusCode);
        Assert.False(sites.Daemon.Daemon.Lifetime.IsStopping);
    }

    [Theory]
    [InlineData("Origin", "http://web.shop.localhost:{0}")]
    [InlineData("Sec-Fetch-Site", "same-site")]
    [InlineData("Sec-Fetch-Site", "cross-site")]
    public async Task A_page_of_a_process_gets_nothing_of_the_API(string header, string value)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, new Uri(sites.Daemon.Client.BaseAddress!, "/v1/sessions"));
        request.Headers.Host = $"localhost:{sites.Daemon.Port}";
        request.Headers.Add(header, string.Format(null, value, sites.Daemon.Port));
        using var answer = await sites.Daemon.Client.SendAsync(request);

        Assert.Equal(ErrorCodes.AccessOriginForbidden, (await TestDaemon.ProblemAsync(answer)).Code);
    }

    [Theory]
    [InlineData("web.shop.localhost.evil.example:{0}")]
    [InlineData("web.shop.evil:{0}")]
    [InlineData("weblocalhost:{0}")]
    public async Task A_foreign_host_is_refused_as_ever(string host)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, sites.Daemon.Client.BaseAddress!);
        request.Headers.Host = string.Format(null, host, sites.Daemon.Port);
        using var answer = await sites.Daemon.Client.SendAsync(request);

        Assert.Equal(ErrorCodes.AccessHostForbidden, (await TestDaemon.ProblemAsync(answer)).Code);
    }

    [Fact]
    public async Task The_token_guards_the_API_and_is_not_asked_for_by_pages()
    {
        await using var daemon = await TestDaemon.StartAsync(("DROVER_TOKEN", "s3cret"));
        using var request = new HttpRequestMessage(HttpMethod.Get, "/");
        request.Headers.Host = $"web.shop.localhost:{daemon.Port}";

        using var answer = await daemon.Client.SendAsync(request, Patience.Token);

        Assert.Equal(ErrorCodes.ProjectNotFound, (await TestDaemon.ProblemAsync(answer)).Code);
    }
}
