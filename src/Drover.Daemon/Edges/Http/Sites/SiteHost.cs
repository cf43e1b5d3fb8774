using Microsoft.AspNetCore.Http;

namespace Drover.Daemon.Edges.Http.Sites;

/// <summary>
/// Reads a Host header. Names below <c>.localhost</c> are this machine's own in every browser (RFC 6761, section 6.3), so that no page elsewhere can
/// have one.
/// </summary>
internal static class SiteHost
{
    private const string Suffix = ".localhost";

    /// <returns><c>web.shop</c> of <c>web.shop.localhost:7777</c>; null for every other host.</returns>
    public static string? NameOf(HostString host)
    {
        // A final dot says that the name is complete; it is the same name.
        var name = host.Host.TrimEnd('.');
        return name.Length > Suffix.Length && name.EndsWith(Suffix, StringComparison.OrdinalIgnoreCase) ? name[..^Suffix.Length].ToLowerInvariant() : null;
    }
}
