using Drover.Daemon.Features.Sessions;
using Microsoft.Extensions.DependencyInjection;

namespace Drover.IntegrationTests.Daemon.Sessions;

/// <summary>The inside of the sessions feature, for what no caller can bring about.</summary>
internal static class TestDaemonSessions
{
    public static KnownSession Session(this TestDaemon daemon, string id) => daemon.Daemon.Services.GetRequiredService<SessionRegistry>().Find(id).Value;

    public static SessionStore Store(this TestDaemon daemon) => daemon.Daemon.Services.GetRequiredService<SessionStore>();
}
