using Drover.Contracts.Sessions;
using Xunit;

namespace Drover.IntegrationTests.Daemon.Sessions;

public sealed class Terminal_sessions
{
    [Fact]
    public async Task A_terminal_session_prints_through_its_terminal_and_reads_what_is_sent()
    {
        var daemon = new SessionsDaemon();
        await daemon.InitializeAsync();
        try
        {
            var id = await daemon.StartAsync(SessionsDaemon.Sh("tty; stty size; read line; echo \"got $line\"") with { Pty = true });
            await daemon.WaitForAsync(id, "^[0-9]+ [0-9]+$");
            using var sent = await daemon.PostAsync($"/v1/sessions/{id}/stdin", """{"text":"hello\n"}""");
            sent.EnsureSuccessStatusCode();
            Assert.Equal(0, (await daemon.WaitAsync(id, new WaitRequest { For = WaitFor.Exit })).ExitCode);

            var lines = await daemon.LinesAsync(id);
            Assert.StartsWith("/dev/pts/", lines[0], StringComparison.Ordinal);
            Assert.Equal("got hello", lines[^1]);
        }
        finally
        {
            await daemon.DisposeAsync();
        }
    }
}
