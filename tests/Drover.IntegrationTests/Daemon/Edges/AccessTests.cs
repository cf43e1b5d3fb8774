using System.Diagnostics;
using System.Net.Http.Headers;
using System.Net.Sockets;
using System.Net;
using System.Text;
using Drover.Contracts.Errors;
using Drover.TestKit;
using Xunit;

namespace Drover.IntegrationTests.Daemon.Edges;

/// <summary>Who may come in.</summary>
public sealed class AccessTests
{
    [Theory]
    [InlineData("localhost")]
    [InlineData("127.0.0.1")]
    [InlineData("[::1]")]
    [InlineData("box.test")]
    public async Task The_daemon_s_own_names_with_its_port_are_let_in(string name)
    {
        await using var daemon = await TestDaemon.StartAsync(("DROVER_HTTP_HOSTS", "box.test, tunnel.test:9000"));
        Assert.Equal(HttpStatusCode.OK, await StatusWithHostAsync(daemon, $"{name}:{daemon.Port}"));
    }

    [Theory]
    [InlineData("evil.example:{0}")]
    [InlineData("localhost")]
    [InlineData("localhost:1")]
    [InlineData("localhost.evil.example:{0}")]
    [InlineData("127.0.0.2:{0}")]
    [InlineData("tunnel.test:{0}")]
    public async Task Any_other_Host_is_refused_so_that_a_rebound_name_gets_nothing(string host)
    {
        await using var daemon = await TestDaemon.StartAsync(("DROVER_HTTP_HOSTS", "tunnel.test:9000"));
        using var request = new HttpRequestMessage(HttpMethod.Get, "/v1/daemon");
        request.Headers.Host = string.Format(null, host, daemon.Port);
        using var answer = await daemon.Client.SendAsync(request);
        Assert.Equal(ErrorCodes.AccessHostForbidden, (await TestDaemon.ProblemAsync(answer)).Code);
    }

    [Fact]
    public async Task A_name_configured_with_a_port_is_let_in_with_that_port()
    {
        await using var daemon = await TestDaemon.StartAsync(("DROVER_HTTP_HOSTS", "tunnel.test:9000"));
        Assert.Equal(HttpStatusCode.OK, await StatusWithHostAsync(daemon, "tunnel.test:9000"));
    }

    [Theory]
    [InlineData("Origin", "http://evil.example")]
    [InlineData("Origin", "null")]
    [InlineData("Origin", "http://localhost:3000")]
    [InlineData("Origin", "https://localhost:{0}")]
    [InlineData("Sec-Fetch-Site", "cross-site")]
    [InlineData("Sec-Fetch-Site", "same-site")]
    public async Task A_page_of_another_origin_is_refused_over_TCP_and_over_the_socket(string header, string value)
    {
        await using var daemon = await TestDaemon.StartAsync();
        foreach (var client in new[] { daemon.Client, daemon.Socket })
        {
            using var request = new HttpRequestMessage(HttpMethod.Post, "/v1/daemon/stop");
            request.Headers.Add(header, string.Format(null, value, daemon.Port));
            using var answer = await client.SendAsync(request);
            Assert.Equal(ErrorCodes.AccessOriginForbidden, (await TestDaemon.ProblemAsync(answer)).Code);
            Assert.False(answer.Headers.Contains("Access-Control-Allow-Origin"));
        }

        Assert.False(daemon.Daemon.Lifetime.IsStopping);
    }

    [Fact]
    public async Task A_preflight_is_refused()
    {
        await using var daemon = await TestDaemon.StartAsync();
        using var request = new HttpRequestMessage(HttpMethod.Options, "/v1/daemon/stop");
        request.Headers.Add("Origin", "http://evil.example");
        request.Headers.Add("Access-Control-Request-Method", "POST");
        using var answer = await daemon.Client.SendAsync(request);
        Assert.Equal(HttpStatusCode.Forbidden, answer.StatusCode);
        Assert.False(answer.Headers.Contains("Access-Control-Allow-Origin"));
    }

    [Theory]
    [InlineData("Origin", "http://127.0.0.1:{0}")]
    [InlineData("Sec-Fetch-Site", "same-origin")]
    [InlineData("Sec-Fetch-Site", "none")]
    public async Task The_daemon_s_own_page_is_let_in(string header, string value)
    {
        await using var daemon = await TestDaemon.StartAsync();
        using var request = new HttpRequestMessage(HttpMethod.Get, "/v1/daemon");
        request.Headers.Add(header, string.Format(null, value, daemon.Port));
        using var answer = await daemon.Client.SendAsync(request);
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
    }

    [Theory]
    [InlineData("text/plain")]
    [InlineData("application/x-www-form-urlencoded")]
    [InlineData(null)]
    public async Task A_browser_s_body_must_be_labelled_as_JSON(string? type)
    {
        await using var daemon = await TestDaemon.StartAsync();
        using var request = new HttpRequestMessage(HttpMethod.Post, "/v1/daemon/stop") { Content = new ByteArrayContent(Encoding.UTF8.GetBytes("{\"keep\":true}")) };
        request.Content.Headers.ContentType = type is null ? null : MediaTypeHeaderValue.Parse(type);
        request.Headers.Add("Origin", $"http://127.0.0.1:{daemon.Port}");
        using var answer = await daemon.Client.SendAsync(request);
        Assert.Equal(ErrorCodes.RequestUnsupportedMediaType, (await TestDaemon.ProblemAsync(answer)).Code);
        Assert.False(daemon.Daemon.Lifetime.IsStopping);
    }

    [Fact]
    public async Task With_a_token_TCP_requests_must_carry_it_and_the_socket_need_not()
    {
        await using var daemon = await TestDaemon.StartAsync(("DROVER_TOKEN", "s3cret"));
        using var without = await daemon.Client.GetAsync("/v1/daemon");
        Assert.Equal(ErrorCodes.AccessTokenRequired, (await TestDaemon.ProblemAsync(without)).Code);
        Assert.Equal("Bearer", without.Headers.WwwAuthenticate.Single().Scheme);

        Assert.Equal(HttpStatusCode.Unauthorized, await StatusWithTokenAsync(daemon, "s3cre"));
        Assert.Equal(HttpStatusCode.Unauthorized, await StatusWithTokenAsync(daemon, "s3cret2"));
        Assert.Equal(HttpStatusCode.OK, await StatusWithTokenAsync(daemon, "s3cret"));
        using var overSocket = await daemon.Socket.GetAsync("/v1/daemon");
        Assert.Equal(HttpStatusCode.OK, overSocket.StatusCode);
    }

    [Fact]
    public async Task The_token_may_stand_in_a_file_and_is_never_shown()
    {
        using var folder = new TempDir();
        var file = folder.Write("token", "from-file\n");
        await using var daemon = await TestDaemon.StartAsync(("DROVER_TOKEN_FILE", file));
        Assert.Equal(HttpStatusCode.OK, await StatusWithTokenAsync(daemon, "from-file"));

        await using var other = await TestDaemon.StartAsync(("DROVER_TOKEN", "s3cret"));
        Assert.DoesNotContain("s3cret", await other.Socket.GetStringAsync("/v1/config"), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("0.0.0.0:0")]
    [InlineData("[::]:0")]
    [InlineData("127.0.0.1:0,192.0.2.1:7777")]
    public async Task An_address_beyond_loopback_is_refused_without_a_token(string listen)
    {
        using var home = new TempDir();
        var refusal = await TestDaemon.RefusalAsync(TestDaemon.Options(home, ("DROVER_LISTEN", listen)));
        Assert.Equal(ErrorCodes.AccessListenNeedsToken, refusal.Code);
    }

    [Fact]
    public async Task The_socket_and_its_folder_are_the_owner_s_alone()
    {
        await using var daemon = await TestDaemon.StartAsync();
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(daemon.Paths.Socket));
        const UnixFileMode OwnFolder = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute;
        Assert.Equal(OwnFolder, File.GetUnixFileMode(daemon.Paths.RuntimeDir));
        Assert.Equal(OwnFolder, File.GetUnixFileMode(daemon.Paths.DataDir));
        Assert.All(Directory.GetFiles(daemon.Paths.DataDir), file => Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(file)));
    }

    [Fact]
    public async Task Another_user_of_the_machine_is_refused_unless_the_check_is_off()
    {
        Assert.SkipUnless(Environment.UserName == "root" && File.Exists("/usr/bin/setpriv"), "becoming another user needs root and setpriv");
        await using var daemon = await TestDaemon.StartAsync();
        Assert.Contains(ErrorCodes.AccessPeerForbidden, await AskAsNobodyAsync(daemon.Port), StringComparison.Ordinal);

        await using var open = await TestDaemon.StartAsync(("DROVER_PEER_CHECK", "off"));
        Assert.Contains("200 OK", await AskAsNobodyAsync(open.Port), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_peer_that_sends_and_closes_at_once_gets_nothing_done()
    {
        await using var daemon = await TestDaemon.StartAsync();
        using (var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp))
        {
            await socket.ConnectAsync(IPAddress.Loopback, daemon.Port);
            await socket.SendAsync(Encoding.ASCII.GetBytes($"GET /healthz HTTP/1.1\r\nHost: localhost:{daemon.Port}\r\n\r\n"));
        }

        // The daemon is none the worse for it.
        using var answer = await daemon.Client.GetAsync("/healthz");
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
    }

    private static async Task<HttpStatusCode> StatusWithHostAsync(TestDaemon daemon, string host)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, "/v1/daemon");
        request.Headers.Host = host;
        using var answer = await daemon.Client.SendAsync(request);
        return answer.StatusCode;
    }

    private static async Task<HttpStatusCode> StatusWithTokenAsync(TestDaemon daemon, string token)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, "/v1/daemon");
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", token);
        using var answer = await daemon.Client.SendAsync(request);
        return answer.StatusCode;
    }

    // bash's /dev/tcp: no other program is needed to speak as another user.
    private static async Task<string> AskAsNobodyAsync(int port)
    {
        var script = $"exec 3<>/dev/tcp/127.0.0.1/{port}; printf 'GET /healthz HTTP/1.1\\r\\nHost: localhost:{port}\\r\\nConnection: close\\r\\n\\r\\n' >&3; cat <&3";
        using var process = Process.Start(new ProcessStartInfo("/usr/bin/setpriv", ["--reuid=65534", "--regid=65534", "--clear-groups", "/bin/bash", "-c", script])
        {
            UseShellExecute = false,
            RedirectStandardOutput = true,
            WorkingDirectory = "/",
        })!;
        return await process.StandardOutput.ReadToEndAsync().Patiently();
    }
}
