using System.Diagnostics;
using System.Net;
using System.Net.Http.Json;
using System.Net.Sockets;
using Drover.Contracts.Daemon;
using Drover.Contracts.Errors;
using Drover.Contracts.Json;
using Drover.Daemon.Lifecycle;
using Drover.Supervision.Posix;
using Drover.TestKit;
using Xunit;

namespace Drover.IntegrationTests.Daemon.Lifecycle;

/// <summary>Start, stop, and what is in the way of a start.</summary>
public sealed class DaemonLifecycleTests
{
    [Fact]
    public async Task It_answers_on_its_socket_and_on_every_address()
    {
        await using var daemon = await TestDaemon.StartAsync(("DROVER_LISTEN", "127.0.0.1:0, [::1]:0"));
        Assert.Equal(2, daemon.Daemon.Facts.Listen.Count);
        foreach (var address in daemon.Daemon.Facts.Listen)
        {
            using var answer = await daemon.Client.GetAsync(new Uri(new Uri(address), "/healthz"));
            Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        }

        var health = await daemon.Socket.GetFromJsonAsync("/healthz", DroverJson.Default.Health);
        Assert.Equal("drover", health!.Service);
        Assert.True(health.Ok);
        Assert.Empty(health.Sessions);
    }

    [Fact]
    public async Task It_tells_about_itself()
    {
        await using var daemon = await TestDaemon.StartAsync();
        var status = await daemon.Client.GetFromJsonAsync("/v1/daemon", DroverJson.Default.DaemonStatus);
        Assert.Equal(Environment.ProcessId, status!.Pid);
        Assert.Equal(daemon.Paths.DataDir, status.DataDir);
        Assert.Equal(daemon.Paths.Socket, status.Socket);
        Assert.Equal([$"http://127.0.0.1:{daemon.Port}"], status.Listen);
        Assert.True(status.MemoryBytes > 0);
    }

    [Fact]
    public async Task With_listen_none_there_is_the_socket_alone()
    {
        await using var daemon = await TestDaemon.StartAsync(("DROVER_LISTEN", "none"));
        Assert.Empty(daemon.Daemon.Facts.Listen);
        using var answer = await daemon.Socket.GetAsync("/healthz");
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
    }

    [Fact]
    public async Task A_second_daemon_on_the_same_data_folder_is_refused_and_told_the_first_one_s_pid()
    {
        using var home = new TempDir();
        await using var first = await TestDaemon.StartInAsync(home);
        var refusal = await TestDaemon.RefusalAsync(TestDaemon.Options(home));
        Assert.Equal(ErrorCodes.DaemonAlreadyRunning, refusal.Code);
        Assert.Equal(Environment.ProcessId.ToString(null, null), refusal.Details!["pid"]);

        using var answer = await first.Client.GetAsync("/healthz");
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
    }

    [Fact]
    public async Task The_lock_is_free_again_after_a_stop()
    {
        using var home = new TempDir();
        await (await TestDaemon.StartInAsync(home)).DisposeAsync();
        Assert.False(File.Exists(TestDaemon.PathsIn(home).Socket));
        await using var second = await TestDaemon.StartInAsync(home);
        using var answer = await second.Socket.GetAsync("/healthz");
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
    }

    [Fact]
    public async Task A_lock_that_lives_on_in_a_child_of_a_killed_daemon_is_waited_for()
    {
        using var home = new TempDir();
        var path = home.Write("state/daemon.lock", "999999999\n");
        using var child = Process.Start(new ProcessStartInfo("flock", [path, "sh", "-c", "echo held; sleep 0.1"]) { RedirectStandardOutput = true, UseShellExecute = false })!;
        Assert.Equal("held", await child.StandardOutput.ReadLineAsync().Patiently());

        await using var daemon = await TestDaemon.StartInAsync(home);
        Assert.Equal(Environment.ProcessId.ToString(null, null), FileLock.ReadText(path)?.Trim());
    }

    [Fact]
    public async Task A_socket_left_over_by_a_killed_daemon_is_replaced()
    {
        using var home = new TempDir();
        var paths = TestDaemon.PathsIn(home);
        Directory.CreateDirectory(paths.RuntimeDir);
        File.WriteAllText(paths.Socket, "");
        await using var daemon = await TestDaemon.StartInAsync(home);
        using var answer = await daemon.Socket.GetAsync("/healthz");
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
    }

    [Fact]
    public async Task A_socket_that_somebody_answers_on_is_left_alone()
    {
        using var home = new TempDir();
        var paths = TestDaemon.PathsIn(home);
        Directory.CreateDirectory(paths.RuntimeDir);
        using var somebody = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        somebody.Bind(new UnixDomainSocketEndPoint(paths.Socket));
        somebody.Listen();

        var refusal = await TestDaemon.RefusalAsync(TestDaemon.Options(home));
        Assert.Equal(ErrorCodes.DaemonAlreadyRunning, refusal.Code);
        Assert.True(File.Exists(paths.Socket));
    }

    [Fact]
    public async Task A_port_that_is_taken_is_told_with_its_owner()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        var address = listener.LocalEndpoint.ToString()!;
        using var home = new TempDir();
        var refusal = await TestDaemon.RefusalAsync(TestDaemon.Options(home, ("DROVER_LISTEN", address)));
        Assert.Equal(ErrorCodes.DaemonListenFailed, refusal.Code);
        Assert.Contains(address, refusal.Message, StringComparison.Ordinal);
        Assert.Contains($"pid {Environment.ProcessId}", refusal.Message, StringComparison.Ordinal);

        // Nothing of the failed start is left in the way.
        await using var next = await TestDaemon.StartInAsync(home);
    }

    [Fact]
    public async Task A_data_folder_that_cannot_be_made_is_a_clear_error()
    {
        using var home = new TempDir();
        home.Write("state", "a file where the folder should be");
        var refusal = await TestDaemon.RefusalAsync(TestDaemon.Options(home));
        Assert.Equal(ErrorCodes.StorageReadOnly, refusal.Code);
        Assert.Contains("DROVER_HOME", refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_socket_path_longer_than_the_system_takes_is_a_clear_error()
    {
        using var home = new TempDir();
        var options = TestDaemon.Options(home);
        var refusal = await TestDaemon.RefusalAsync(options with { Paths = options.Paths with { RuntimeDir = home[new string('x', 120)] } });
        Assert.Equal(ErrorCodes.DaemonListenFailed, refusal.Code);
    }

    [Theory]
    [InlineData("{}", false)]
    [InlineData("{\"keep\":true}", true)]
    [InlineData("", false)]
    public async Task Stop_is_answered_and_then_done(string body, bool keep)
    {
        await using var daemon = await TestDaemon.StartAsync();
        using var content = body.Length == 0 ? null : new StringContent(body);
        using var answer = await daemon.Client.PostAsync("/v1/daemon/stop", content);
        var stopping = await answer.Content.ReadFromJsonAsync(DroverJson.Default.DaemonStopping);
        Assert.Equal(new DaemonStopping(Environment.ProcessId, keep), stopping);
        Assert.Equal(keep, await daemon.Daemon.Lifetime.StopRequested.Patiently());
    }

    [Fact]
    public async Task The_host_runs_until_asked_to_stop_and_refuses_a_second_one()
    {
        using var home = new TempDir();
        var options = TestDaemon.Options(home);
        var run = DaemonHost.RunAsync(options);
        await Patience.UntilAsync(() => File.Exists(options.Paths.Socket) || run.IsCompleted);
        var second = await DaemonHost.RunAsync(options).Patiently();
        Assert.Equal(ErrorCodes.DaemonAlreadyRunning, second?.Code);

        using var client = TestDaemon.SocketClient(options.Paths.Socket);
        await Patience.UntilAsync(async () =>
        {
            try
            {
                using var answer = await client.PostAsync("/v1/daemon/stop", null);
                return answer.IsSuccessStatusCode;
            }
            catch (HttpRequestException)
            {
                return false;
            }
        });
        Assert.Null(await run.Patiently());
    }

    [Fact]
    public async Task Followers_do_not_hold_up_a_stop_and_are_told_of_it()
    {
        await using var daemon = await TestDaemon.StartAsync();
        using var answer = await daemon.Client.GetAsync("/v1/events?follow=1", HttpCompletionOption.ResponseHeadersRead);
        using var reader = new StreamReader(await answer.Content.ReadAsStreamAsync());
        var end = reader.ReadToEndAsync();
        await daemon.Daemon.StopAsync(keep: true).Patiently();
        Assert.Contains(ErrorCodes.DaemonStopping, await end.Patiently(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_wait_under_way_is_told_that_the_daemon_stops()
    {
        await using var daemon = await TestDaemon.StartAsync();
        using var spec = new StringContent("""{"command":["sleep","1000"],"label":"web","wait":{"for":"running"}}""");
        using var created = await daemon.Client.PostAsync("/v1/sessions", spec);
        Assert.Equal(HttpStatusCode.Created, created.StatusCode);
        using var wish = new StringContent("""{"for":"exit"}""");
        using var headers = new HttpRequestMessage(HttpMethod.Post, "/v1/sessions/web/wait") { Content = wish };
        var wait = daemon.Client.SendAsync(headers);
        await Patience.UntilAsync(async () => (await daemon.Socket.GetStringAsync("/metrics")).Contains("drover_http_requests_in_flight 2\n", StringComparison.Ordinal));

        await daemon.Daemon.StopAsync(keep: false).Patiently();
        using var answer = await wait.Patiently();
        Assert.Equal(ErrorCodes.DaemonStopping, (await TestDaemon.ProblemAsync(answer)).Code);
    }
}
