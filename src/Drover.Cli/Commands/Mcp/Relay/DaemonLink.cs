using System.Net.Sockets;
using Drover.Cli.Connecting;
using Drover.Cli.Output;
using Drover.Contracts.Client;
using Drover.Contracts.Errors;

namespace Drover.Cli.Commands.Mcp.Relay;

/// <summary>The way to the daemon, over its restarts: it is started when it is this user's own, and waited for a while otherwise.</summary>
internal sealed class DaemonLink(DroverClient client, Terminal terminal, TimeProvider time) : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(100);

    private readonly SemaphoreSlim _starting = new(1, 1);

    /// <summary>Sends a message, again and again while nobody is there to take it.</summary>
    /// <param name="call">The message.</param>
    /// <param name="repeatable">Whether it may be sent again when the connection breaks in the middle, too.</param>
    /// <param name="ends">Ends the call.</param>
    /// <returns>The answer, or why there is none.</returns>
    internal async Task<Result<McpAnswer>> SendAsync(McpCall call, bool repeatable, CancellationToken ends)
    {
        var began = time.GetTimestamp();
        while (true)
        {
            try
            {
                return await client.McpAsync(call, ends);
            }
            catch (SocketException nobody) when (time.GetElapsedTime(began) > Patience)
            {
                return new Error(ErrorCodes.DaemonUnreachable, $"No Drover daemon answers at {client.Address}: {nobody.Message}.");
            }
            catch (SocketException)
            {
                // Nothing was sent: there is none yet, or it is just being replaced.
            }
            catch (IOException) when (repeatable && time.GetElapsedTime(began) <= Patience)
            {
                // It went away at this moment; the next one can be asked the same.
            }
            catch (IOException broken)
            {
                return Lost(broken.Message);
            }

            if (await StartAsync(ends) is { } failure && failure.Code != ErrorCodes.DaemonAlreadyRunning)
            {
                return failure;
            }

            await Task.Delay(Pause, time, ends);
        }
    }

    /// <summary>Sends once, to a daemon that is there.</summary>
    /// <returns>Null when none is.</returns>
    internal async Task<McpAnswer?> TrySendAsync(McpCall call, CancellationToken ends)
    {
        try
        {
            return await client.McpAsync(call, ends);
        }
        catch (Exception failure) when (failure is SocketException or IOException)
        {
            // The caller asks again later, or does without.
            return null;
        }
    }

    /// <summary>The daemon went away with a call.</summary>
    internal static Error Lost(string how) =>
        new(ErrorCodes.DaemonUnreachable, $"The connection to the Drover daemon was lost during this call ({how.TrimEnd('.')}). It may have been carried out or not: look before repeating it.");

    /// <summary>Starts the daemon unless it answers, or belongs to somebody else.</summary>
    internal async Task<Error?> StartAsync(CancellationToken ends)
    {
        if (!client.Address.IsLocalDefault)
        {
            return null;
        }

        await _starting.WaitAsync(ends);
        try
        {
            return DaemonStarter.Answers(client.Address) ? null : await DaemonStarter.StartAsync(client.Address, terminal).WaitAsync(ends);
        }
        finally
        {
            _starting.Release();
        }
    }

    public void Dispose() => _starting.Dispose();
}
