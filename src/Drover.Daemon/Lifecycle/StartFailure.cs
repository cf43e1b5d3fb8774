using System.Net.Sockets;
using Drover.Contracts.Errors;
using Drover.Daemon.Configuration;
using Drover.Daemon.Sockets;

namespace Drover.Daemon.Lifecycle;

/// <summary>Says why the daemon could not come up; of an address that is taken, by whom.</summary>
internal static class StartFailure
{
    public static Error From(Exception exception, DaemonOptions options)
    {
        if (exception is not (IOException or SocketException))
        {
            return new Error(ErrorCodes.DaemonStartFailed, $"The daemon could not start: {exception.Message} daemon.log has more.");
        }

        var reason = Innermost(exception) as SocketException;

        // Kestrel's message is the only place that names the address: "Failed to bind to address http://127.0.0.1:7777: address already in use."
        var address = options.Listen.FirstOrDefault(listen => exception.Message.Contains(listen.ToString(), StringComparison.Ordinal));
        if (address is null || reason is not { SocketErrorCode: SocketError.AddressAlreadyInUse })
        {
            return new Error(ErrorCodes.DaemonListenFailed, $"The daemon cannot listen: {exception.Message}");
        }

        var owner = PortHolders.Find(address.Port)?.Say();
        return new Error(
            ErrorCodes.DaemonListenFailed,
            $"{address} is taken{(owner is null ? "" : $" by {owner}")}. Stop it, or choose another address: drover daemon start --listen 127.0.0.1:8947, DROVER_LISTEN, or the key listen; none uses the unix socket alone.",
            new Dictionary<string, string>(StringComparer.Ordinal) { ["address"] = address.ToString() });
    }

    private static Exception Innermost(Exception exception) => exception.InnerException is { } inner ? Innermost(inner) : exception;
}
