using Drover.Contracts.Sessions;
using Drover.Daemon.Storage;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace Drover.IntegrationTests.Daemon.Sessions;

public sealed class When_the_store_takes_nothing(SessionsDaemon daemon) : IClassFixture<SessionsDaemon>
{
    [Fact]
    public async Task Sessions_go_on_new_ones_are_refused_and_everything_is_stored_when_it_can_be()
    {
        var id = await daemon.StartAsync(SessionsDaemon.Sh("echo run; exec sleep 1000"));
        await daemon.WaitForAsync(id, "run");
        var database = daemon.Daemon.Daemon.Services.GetRequiredService<DroverDatabase>();
        database.Execute("PRAGMA query_only = 1");

        await daemon.RestartAsync(id, """{"wait":{"for":"running"}}""");
        Assert.Equal((SessionState.Running, 1), ((await daemon.GetAsync(id)).State, (await daemon.GetAsync(id)).RestartCount));
        Assert.StartsWith("storage.", (await daemon.RefusedAsync("/v1/sessions", """{"command":["true"],"label":"refused"}""")).Code, StringComparison.Ordinal);
        Assert.DoesNotContain("refused", await daemon.TextAsync("/v1/sessions"), StringComparison.Ordinal);

        database.Execute("PRAGMA query_only = 0");
        await TestKit.Patience.UntilAsync(() => daemon.Daemon.Store().Load().Value.Single()!.Snapshot.RunNumber == 2);
        Assert.Equal(2, (await daemon.RunsAsync(id)).Runs[0].Number);
    }
}
