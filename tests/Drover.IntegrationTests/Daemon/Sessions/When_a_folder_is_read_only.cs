using System.Text;
using Drover.Contracts.Sessions;
using Xunit;

namespace Drover.IntegrationTests.Daemon.Sessions;

public sealed class When_a_folder_is_read_only(SessionsDaemon daemon) : IClassFixture<SessionsDaemon>
{
    [Fact]
    public async Task It_is_told_the_program_waits_and_no_byte_is_missing_when_it_can_be_written_again()
    {
        var id = await daemon.StartAsync(SessionsDaemon.Sh("echo up; read go; seq 1 3000000"));
        await daemon.WaitForAsync(id, "^up$");
        using (await ReadOnlyFolder.MakeAsync(Path.GetDirectoryName((await daemon.GetAsync(id)).LogPaths.Stdout[0])!))
        {
            using var go = await daemon.PostAsync($"/v1/sessions/{id}/stdin", """{"text":"\n"}""");
            go.EnsureSuccessStatusCode();

            // The open segment takes its 8 MiB; the next one cannot be made.
            await daemon.EventAsync(id, "log.degraded");
            Assert.Equal(SessionState.Running, (await daemon.GetAsync(id)).State);
        }

        Assert.Equal(0, (await daemon.WaitAsync(id, new WaitRequest { For = WaitFor.Exit })).ExitCode);
        await daemon.EventAsync(id, "log.recovered");
        var session = await daemon.GetAsync(id);
        var stored = session.LogPaths.Stdout.SelectMany(File.ReadAllBytes).ToArray();
        var expected = new StringBuilder("up\n");
        for (var n = 1; n <= 3_000_000; n++)
        {
            expected.Append(n).Append('\n');
        }

        Assert.True(stored.AsSpan().SequenceEqual(Encoding.ASCII.GetBytes(expected.ToString())), "the log is what was written");
        Assert.Equal(3_000_001, session.StdoutLines);
    }
}
