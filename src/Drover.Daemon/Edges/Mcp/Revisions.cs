namespace Drover.Daemon.Edges.Mcp;

/// <summary>The protocol's revisions. The SDK's own list is internal.</summary>
internal static class Revisions
{
    /// <summary>The first without handshake and sessions: every request says in its <c>_meta</c> what initialize once said.</summary>
    public const string Stateless = "2026-07-28";

    private static readonly string[] Handshake = ["2024-11-05", "2025-03-26", "2025-06-18", "2025-11-25"];

    public static bool IsKnown(string revision) => HasHandshake(revision) || string.Equals(revision, Stateless, StringComparison.Ordinal);

    public static bool HasHandshake(string? revision) => Handshake.Contains(revision, StringComparer.Ordinal);
}
