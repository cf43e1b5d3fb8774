using System.Text;
using Drover.Supervision.Posix;

namespace Drover.Supervision.Identity;

/// <summary>
/// Names this boot of this machine, and this process id namespace: an id of another boot, or of another container's, names nobody here.
/// </summary>
public static class BootId
{
    /// <summary>The identity of the present boot and process id namespace.</summary>
    /// <remarks>/proc/sys/kernel/random/boot_id, its last bytes mixed with the inode of /proc/self/ns/pid.</remarks>
    public static Guid Current { get; } = Read();

    private static Guid Read()
    {
        Span<byte> text = stackalloc byte[64];
        var read = ProcStat.ReadSmallFile("/proc/sys/kernel/random/boot_id", text);
        var boot = read > 0 && Guid.TryParse(Encoding.ASCII.GetString(text[..read]).Trim(), out var id) ? id : Guid.Empty;
        if (FileFacts.Of("/proc/self/ns/pid", out var names) < 0)
        {
            return boot;
        }

        Span<byte> bytes = stackalloc byte[16];
        boot.TryWriteBytes(bytes);
        for (var n = 0; n < sizeof(ulong); n++)
        {
            bytes[8 + n] ^= (byte)(names.Inode >> (8 * n));
        }

        return new Guid(bytes);
    }
}
