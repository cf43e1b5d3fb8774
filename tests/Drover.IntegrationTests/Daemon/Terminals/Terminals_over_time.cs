using System.Net;
using System.Net.WebSockets;
using Drover.Contracts.Terminals;
using Drover.TestKit;
using Xunit;

namespace Drover.IntegrationTests.Daemon.Terminals;

public sealed class Terminals_over_time
{
    private static readonly TimeSpan Minute = TimeSpan.FromMinutes(1);

    [Fact]
    public async Task One_that_nobody_looks_at_and_that_prints_nothing_ends_after_half_an_hour()
    {
        var time = new ManualTimeProvider();
        var daemon = new TerminalsDaemon(time);
        await daemon.InitializeAsync();
        try
        {
            var id = await daemon.OpenAsync("stty -echo; echo up; read -r _; echo more; exec sleep 1000");
            await using (var viewer = await daemon.ViewAsync(id))
            {
                await viewer.ShowsAsync("up");
                Advance(time, 100);
                Assert.Equal(TerminalState.Running, (await daemon.GetAsync(id)).State);
                await viewer.TypeAsync("\n");
                await viewer.ShowsAsync("more");
            }

            await Patience.UntilAsync(async () => (await daemon.GetAsync(id)).Viewers == 0);
            Advance(time, 29);
            var terminal = await daemon.GetAsync(id);
            Assert.Equal(TerminalState.Running, terminal.State);
            var start = ProcessAssert.StartTime(terminal.Pid!.Value)!.Value;
            Advance(time, 3);
            await ProcessAssert.IsGoneAsync(terminal.Pid.Value, start);
            await Patience.UntilAsync(async () =>
            {
                using var answer = await daemon.Client.GetAsync($"{TerminalsDaemon.Root}/{id}", Patience.Token);
                return answer.StatusCode == HttpStatusCode.NotFound;
            });
        }
        finally
        {
            await daemon.DisposeAsync();
        }
    }

    [Fact]
    public async Task A_terminal_outlives_the_daemon_with_all_it_showed_and_goes_on_with_the_next()
    {
        var daemon = new TerminalsDaemon();
        await daemon.InitializeAsync();
        try
        {
            var id = await daemon.OpenAsync("stty -echo; echo before; read -r a; echo \"got $a\"; stty size; exit 5");
            await using (var viewer = await daemon.ViewAsync(id))
            {
                await viewer.ShowsAsync("before\r\n");
                var before = await daemon.GetAsync(id);
                var closing = viewer.CloseAsync();
                await daemon.StartNextAsync();
                Assert.Equal(WebSocketCloseStatus.EndpointUnavailable, await closing);
                Assert.Equal((before.Pid, TerminalState.Running), ((await daemon.GetAsync(id)).Pid, (await daemon.GetAsync(id)).State));
            }

            await using var again = await daemon.ViewAsync(id);
            await again.ShowsAsync("before\r\n");
            await again.TellAsync("""{"resize":[99,44]}""");
            await again.TypeAsync("more\n");
            await again.ShowsAsync("got more\r\n44 99\r\n");
            Assert.Equal(5, (await again.EndsAsync()).Code);

            await daemon.StartNextAsync();
            using var answer = await daemon.Client.GetAsync($"{TerminalsDaemon.Root}/{id}", Patience.Token);
            Assert.Equal(HttpStatusCode.NotFound, answer.StatusCode);
            Assert.Empty(Directory.GetDirectories(Path.Combine(daemon.Daemon.Paths.DataDir, "sessions")));
        }
        finally
        {
            await daemon.DisposeAsync();
        }
    }

    private static void Advance(ManualTimeProvider time, int minutes)
    {
        for (var minute = 0; minute < minutes; minute++)
        {
            time.Advance(Minute);
        }
    }
}
