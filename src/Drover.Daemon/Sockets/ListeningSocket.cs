using System.Net;

namespace Drover.Daemon.Sockets;

/// <summary>A TCP socket that listens.</summary>
internal readonly record struct ListeningSocket(long Inode, IPAddress Address, int Port)
{
    /// <summary>Where a browser on this machine finds it.</summary>
    public string Url => IPAddress.IsLoopback(Address) || Address.Equals(IPAddress.Any) || Address.Equals(IPAddress.IPv6Any) || IsMappedLocal
        ? $"http://localhost:{Port}"
        : new UriBuilder(Uri.UriSchemeHttp, Address.ToString(), Port).Uri.GetLeftPart(UriPartial.Authority);

    private bool IsMappedLocal => Address.IsIPv4MappedToIPv6 && IPAddress.IsLoopback(Address.MapToIPv4());
}
