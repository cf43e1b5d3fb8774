using System.Net;
using System.Security.Cryptography;
using System.Text;
using Drover.TestKit;
using Xunit;

namespace Drover.IntegrationTests.Daemon.Projects.Urls;

public sealed class Names_lead_to_processes(SitesDaemon sites) : IClassFixture<SitesDaemon>
{
    [Theory]
    [InlineData("web.shop")]
    [InlineData("WEB.Shop")]
    [InlineData("six.shop")]
    public async Task A_request_arrives_as_it_was_sent_with_the_name_as_its_host(string name)
    {
        using var request = sites.Request(name, "/", HttpMethod.Patch);
        request.RequestUri = new Uri($"http://127.0.0.1:{sites.Daemon.Port}/a%2Fb/../c?x=%20y", new UriCreationOptions { DangerousDisablePathAndQueryCanonicalization = true });
        request.Headers.Add("X-Forwarded-For", "1.2.3.4");
        request.Headers.Add("X-Mine", "yes");
        request.Headers.Add("Cookie", "a=1; b=2");
        request.Headers.Add("Authorization", "Bearer of.a.process");
        request.Content = new StringContent("a body\n", Encoding.UTF8, "text/x-mine");
        using var answer = await sites.Daemon.Client.SendAsync(request);

        var seen = await SitesDaemon.SeenAsync(answer);

        Assert.Equal(("PATCH", "/a%2Fb/../c?x=%20y", "a body\n"), (seen.GetProperty("method").GetString(), seen.GetProperty("url").GetString(), seen.GetProperty("body").GetString()));
        var headers = seen.GetProperty("headers");
        Assert.Equal($"{name}.localhost:{sites.Daemon.Port}", headers.GetProperty("host").GetString());
        Assert.Equal(headers.GetProperty("host").GetString(), headers.GetProperty("x-forwarded-host").GetString());
        Assert.Equal(("http", "127.0.0.1", "yes"), (headers.GetProperty("x-forwarded-proto").GetString(), headers.GetProperty("x-forwarded-for").GetString(), headers.GetProperty("x-mine").GetString()));
        Assert.Equal(("a=1; b=2", "Bearer of.a.process"), (headers.GetProperty("cookie").GetString(), headers.GetProperty("authorization").GetString()));
        Assert.Equal(("text/x-mine; charset=utf-8", "7"), (headers.GetProperty("content-type").GetString(), headers.GetProperty("content-length").GetString()));
    }

    [Fact]
    public async Task HEAD_arrives_as_HEAD_and_its_answer_has_no_body()
    {
        using var request = sites.Request("web.shop", "/", HttpMethod.Head);
        using var answer = await sites.Daemon.Client.SendAsync(request);

        Assert.Equal((HttpStatusCode.OK, "HEAD"), (answer.StatusCode, Assert.Single(answer.Headers.GetValues("X-Method"))));
        Assert.Empty(await answer.Content.ReadAsByteArrayAsync());
    }

    [Fact]
    public async Task The_status_names_the_url_first_and_the_port_second()
    {
        var web = (await sites.Projects.StatusAsync("shop")).Processes.Single(process => process.Name == "web");

        Assert.Equal([$"http://web.shop.localhost:{sites.Daemon.Port}", $"http://localhost:{web.Port}"], web.Urls);
    }

    [Fact]
    public async Task Redirects_cookies_and_answers_without_a_body_pass_untouched()
    {
        using var handler = new SocketsHttpHandler { AllowAutoRedirect = false, UseCookies = false };
        using var client = new HttpClient(handler);
        using var away = sites.Request("web.shop", "/away");
        using var redirect = await client.SendAsync(away);
        using var none = await sites.AskAsync("web.shop", "/none");

        Assert.Equal(HttpStatusCode.Redirect, redirect.StatusCode);
        Assert.Equal($"http://web.shop.localhost:{sites.Daemon.Port}/here", redirect.Headers.Location!.OriginalString);
        Assert.Equal(["a=1", "b=2"], redirect.Headers.GetValues("Set-Cookie"));
        Assert.Equal(HttpStatusCode.NotFound, none.StatusCode);
        Assert.Empty(await none.Content.ReadAsByteArrayAsync());
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task An_upload_beyond_the_limit_of_the_API_passes_whole(bool isChunked)
    {
        var body = new byte[40_000_000];
        new Random(1).NextBytes(body);
        using var request = sites.Request("web.shop", "/sum", HttpMethod.Post);
        request.Content = isChunked ? new StreamContent(new Unmeasured(body)) : new ByteArrayContent(body);

        using var answer = await sites.Daemon.Client.SendAsync(request);

        Assert.Equal(Convert.ToHexStringLower(SHA256.HashData(body)), await answer.Content.ReadAsStringAsync());
    }

    [Fact]
    public async Task Events_come_one_by_one()
    {
        using var answer = await sites.AskAsync("web.shop", "/events");
        using var reader = new StreamReader(await answer.Content.ReadAsStreamAsync(Patience.Token), Encoding.UTF8);

        Assert.Equal("data: first", await reader.ReadLineAsync(Patience.Token));
        using var signal = await sites.Projects.Sessions.PostAsync($"/v1/sessions/{sites.Ids["web"]}/signal", """{"signal":"USR1"}""");

        Assert.Equal("\ndata: second\n\n", await reader.ReadToEndAsync(Patience.Token));
    }

    [Fact]
    public async Task An_answer_that_breaks_off_is_seen_to_be_broken()
    {
        await Assert.ThrowsAnyAsync<HttpRequestException>(async () =>
        {
            using var answer = await sites.AskAsync("web.shop", "/half");
            await answer.Content.ReadAsByteArrayAsync();
        });
    }

    // Its length is not known before its end.
    private sealed class Unmeasured(byte[] bytes) : MemoryStream(bytes)
    {
        public override bool CanSeek => false;
    }
}
