namespace Drover.Daemon.Edges.Mcp.Sessions;

/// <summary>While a request uses a session, it is not idle.</summary>
internal sealed class SessionUse(McpSession session) : IDisposable
{
    public McpSession Session => session;

    public void Dispose() => session.Leave();
}
