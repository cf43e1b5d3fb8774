using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;

namespace Drover.Daemon.Projects.Ports;

/// <summary>
/// Where the ports of <c>port: auto</c> come from: 4,000 numbers below those that systems give to outgoing connections, and away from those
/// that development servers take by themselves. Folder and process alone decide where to begin, so that a lost database changes nothing.
/// </summary>
internal static class PortRange
{
    public const int First = 20_000;
    public const int Count = 4_000;

    /// <summary>All ports of the range, beginning with the one that is this process's own.</summary>
    public static IEnumerable<int> Candidates(string folder, string process)
    {
        var hash = SHA256.HashData(Encoding.UTF8.GetBytes($"{folder}\0{process}"));
        var start = (int)(BinaryPrimitives.ReadUInt32BigEndian(hash) % Count);
        return Enumerable.Range(0, Count).Select(step => First + (start + step) % Count);
    }
}
