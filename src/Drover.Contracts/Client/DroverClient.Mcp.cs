namespace Drover.Contracts.Client;

public sealed partial class DroverClient
{
    /// <summary>Passes a message to the MCP endpoint. Unlike the calls above it tells a daemon that was not reached from one that was lost: only the first may be asked again.</summary>
    /// <param name="call">The message.</param>
    /// <param name="cancellation">Ends the call.</param>
    /// <returns>The answer, its body unread.</returns>
    /// <exception cref="System.Net.Sockets.SocketException">Nobody answers there; nothing was sent.</exception>
    /// <exception cref="IOException">The connection broke; what was sent may have been done.</exception>
    /// <exception cref="InvalidDataException">What answers there does not speak HTTP.</exception>
    public async Task<McpAnswer> McpAsync(McpCall call, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(call);
        return new McpAnswer(await HttpExchange.SendAsync(Address, call.ToHttp(), cancellation));
    }
}
