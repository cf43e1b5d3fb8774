using System.Globalization;
using System.Net;
using System.Net.Sockets;
using Drover.Contracts.Errors;

namespace Drover.Contracts.Client;

/// <summary>How a client reaches the daemon: its unix socket, or a TCP address given in <c>DROVER_URL</c>.</summary>
public sealed record DaemonAddress
{
    private DaemonAddress(string? socket, string host, int port) => (Socket, Host, Port) = (socket, host, port);

    /// <summary>Path of the unix socket; null for TCP.</summary>
    public string? Socket { get; }

    /// <summary>Name for the Host header, and for TCP the name to connect to.</summary>
    public string Host { get; }

    /// <summary>TCP port; 0 for a unix socket.</summary>
    public int Port { get; }

    /// <summary>Bearer token, sent when present.</summary>
    public string? Token { get; init; }

    /// <summary>True when the address is the user's own daemon, which may be started when it does not answer.</summary>
    public bool IsLocalDefault { get; init; }

    /// <summary>A unix socket.</summary>
    /// <param name="path">Its path.</param>
    /// <returns>The address.</returns>
    public static DaemonAddress Unix(string path) => new(path, "localhost", 0);

    /// <summary>A TCP address.</summary>
    /// <param name="host">Name or address.</param>
    /// <param name="port">Port.</param>
    /// <returns>The address.</returns>
    public static DaemonAddress Tcp(string host, int port) => new(null, host, port);

    /// <summary>By <c>DROVER_URL</c> (<c>http://host:port</c> or <c>unix:/path</c>), else the socket of this user; the token by <c>DROVER_TOKEN</c> or the file in <c>DROVER_TOKEN_FILE</c>.</summary>
    /// <returns>The address, or what is wrong with the variables.</returns>
    public static Result<DaemonAddress> FromEnvironment()
    {
        if (DroverPaths.RefuseHome(Environment.GetEnvironmentVariable) is { } refused)
        {
            return refused;
        }

        var address = Environment.GetEnvironmentVariable("DROVER_URL") is { Length: > 0 } url
            ? Parse(url)
            : Unix(DroverPaths.FromEnvironment().Socket) with { IsLocalDefault = true };
        if (!address.IsSuccess)
        {
            return address;
        }

        if (Environment.GetEnvironmentVariable("DROVER_TOKEN") is { Length: > 0 } token)
        {
            return address.Value with { Token = token };
        }

        if (Environment.GetEnvironmentVariable("DROVER_TOKEN_FILE") is not { Length: > 0 } file)
        {
            return address;
        }

        try
        {
            return address.Value with { Token = File.ReadAllText(file).Trim() };
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            return new Error(ErrorCodes.DaemonConfigInvalid, $"DROVER_TOKEN_FILE cannot be read: {failure.Message}");
        }
    }

    /// <summary>Reads <c>http://host[:port]</c> or <c>unix:/path</c>.</summary>
    /// <param name="url">The text.</param>
    /// <returns>The address, or what is wrong with it.</returns>
    public static Result<DaemonAddress> Parse(string url)
    {
        ArgumentNullException.ThrowIfNull(url);
        if (url.StartsWith("unix:", StringComparison.Ordinal))
        {
            var path = url["unix:".Length..];
            path = path.StartsWith("//", StringComparison.Ordinal) ? path[2..] : path;
            return Path.IsPathRooted(path) ? Unix(path) : new Error(ErrorCodes.DaemonConfigInvalid, $"\"{url}\" is not an address: a unix socket is given by its absolute path, unix:/path.");
        }

        return Uri.TryCreate(url, UriKind.Absolute, out var uri) && string.Equals(uri.Scheme, Uri.UriSchemeHttp, StringComparison.Ordinal)
            ? Tcp(uri.DnsSafeHost, uri.Port)
            : new Error(ErrorCodes.DaemonConfigInvalid, $"\"{url}\" is not an address: give http://host:port or unix:/path.");
    }

    /// <inheritdoc/>
    public override string ToString() => Socket is null ? $"http://{Authority}" : $"unix:{Socket}";

    internal string Authority
    {
        get
        {
            var host = Host.Contains(':', StringComparison.Ordinal) ? $"[{Host}]" : Host;
            return Socket is null ? string.Create(CultureInfo.InvariantCulture, $"{host}:{Port}") : host;
        }
    }

    internal async Task<Socket> ConnectAsync(CancellationToken cancellation)
    {
        var socket = Socket is null
            ? new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true }
            : new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        try
        {
            EndPoint target = Socket is null ? new DnsEndPoint(Host, Port) : new UnixDomainSocketEndPoint(Socket);
            if (cancellation.CanBeCanceled)
            {
                await socket.ConnectAsync(target, cancellation);
            }
            else
            {
                socket.Connect(target);
            }

            return socket;
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }
}
