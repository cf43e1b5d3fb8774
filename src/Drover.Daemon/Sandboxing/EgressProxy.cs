using System.Collections.Concurrent;
using System.Net.Sockets;

namespace Drover.Daemon.Sandboxing;

/// <summary>Somebody in a sandbox asked for a host that is closed.</summary>
/// <param name="Host">The host.</param>
/// <param name="Port">The port.</param>
/// <param name="Reason">Why, in words that follow "because".</param>
internal sealed record EgressDenial(string Host, int Port, string Reason);

/// <summary>
/// An HTTP proxy on a unix socket (CONNECT for everything that is encrypted, absolute addresses for the rest) which opens connections to allowed
/// hosts only. Bytes are passed on, not looked at. A sandbox without network has this as its one way out.
/// </summary>
internal sealed class EgressProxy : IAsyncDisposable
{
    public const string SocketName = "s";
    private const int Backlog = 64;

    private readonly Socket _listener;
    private readonly string _path;
    private readonly EgressRules _rules;
    private readonly Action<EgressDenial> _denied;
    private readonly CancellationTokenSource _stop = new();
    private readonly ConcurrentDictionary<Task, bool> _connections = new();
    private readonly Task _loop;

    private EgressProxy(Socket listener, string path, EgressRules rules, Action<EgressDenial> denied)
    {
        (_listener, _path, _rules, _denied) = (listener, path, rules, denied);
        _loop = AcceptAsync();
    }

    /// <summary>Opens the door in a folder, which is made (0700) when it is not there; one that an earlier daemon left is replaced.</summary>
    /// <param name="folder">The folder.</param>
    /// <param name="rules">Where it leads.</param>
    /// <param name="denied">Told of each refusal; from any thread.</param>
    /// <exception cref="SocketException">The path is too long, or the folder cannot be written.</exception>
    /// <exception cref="IOException">The folder cannot be made.</exception>
    public static EgressProxy Open(string folder, EgressRules rules, Action<EgressDenial> denied)
    {
        Directory.CreateDirectory(folder, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        var path = Path.Join(folder, SocketName);
        File.Delete(path);
        var listener = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        try
        {
            listener.Bind(new UnixDomainSocketEndPoint(path));
            listener.Listen(Backlog);
        }
        catch
        {
            listener.Dispose();
            throw;
        }

        return new EgressProxy(listener, path, rules, denied);
    }

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync().ConfigureAwait(false);
        _listener.Dispose();
        await _loop.ConfigureAwait(false);
        await Task.WhenAll(_connections.Keys).ConfigureAwait(false);
        File.Delete(_path);
        _stop.Dispose();
    }

    private async Task AcceptAsync()
    {
        while (!_stop.IsCancellationRequested)
        {
            Socket client;
            try
            {
                client = await _listener.AcceptAsync(_stop.Token).ConfigureAwait(false);
            }
            catch (Exception ended) when (ended is OperationCanceledException or ObjectDisposedException or SocketException)
            {
                return;
            }

            var connection = new EgressConnection(client, _rules, _denied).RunAsync(_stop.Token);
            _connections.TryAdd(connection, true);
            _ = connection.ContinueWith(done => _connections.TryRemove(done, out bool _), CancellationToken.None, TaskContinuationOptions.ExecuteSynchronously, TaskScheduler.Default);
        }
    }
}
