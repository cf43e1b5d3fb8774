using Drover.Contracts.Sessions;
using Xunit;

namespace Drover.IntegrationTests.Daemon.Sessions;

public sealed class When_the_disk_is_full
{
    [Fact]
    public async Task It_is_told_the_program_waits_and_no_byte_is_missing_when_there_is_room_again()
    {
        using var disk = await SmallDisk.MountAsync("24m");
        var daemon = new SessionsDaemon(disk.Folder);
        await daemon.InitializeAsync();
        try
        {
            var id = await daemon.StartAsync(SessionsDaemon.Sh("echo up; read go; seq 1 200000"));
            await daemon.WaitForAsync(id, "up");
            disk.Fill();

            using var go = await daemon.PostAsync($"/v1/sessions/{id}/stdin", """{"text":"\n"}""");
            go.EnsureSuccessStatusCode();
            await daemon.EventAsync(id, "log.degraded");
            Assert.Equal(SessionState.Running, (await daemon.GetAsync(id)).State);

            disk.MakeRoom();
            Assert.Equal(0, (await daemon.WaitAsync(id, new WaitRequest { For = WaitFor.Exit })).ExitCode);
            var session = await daemon.GetAsync(id);
            var stored = string.Concat(session.LogPaths.Stdout.Select(File.ReadAllText));
            Assert.Equal("up\n" + string.Concat(Enumerable.Range(1, 200_000).Select(n => $"{n}\n")), stored);
            Assert.Equal(200_001, session.StdoutLines);
            await daemon.EventAsync(id, "log.recovered");
        }
        finally
        {
            await daemon.DisposeAsync();
        }
    }
}
