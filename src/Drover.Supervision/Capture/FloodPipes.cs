using System.Globalization;
using Drover.Supervision.Posix;

namespace Drover.Supervision.Capture;

/// <summary>
/// Lends large pipes to runs that flood. The user's pages for pipes are counted over all pipes, and beyond the soft limit every new
/// pipe of the user shrinks to one page; so only a quarter of that limit is lent, and taken back when the flood is over.
/// </summary>
/// <remarks>Source: pipe(7), /proc/sys/fs/pipe-user-pages-soft.</remarks>
internal sealed class FloodPipes
{
    public const int NormalBytes = 64 << 10;
    public const int LargeBytes = 256 << 10;

    private const int PageBytes = 4096;
    private const int DefaultPages = 16384;
    private const string LimitFile = "/proc/sys/fs/pipe-user-pages-soft";

    private readonly int _most = Pages() / 4 * PageBytes / LargeBytes;
    private int _lent;

    /// <summary>Enlarges a pipe where the budget and the system allow it. Being refused is no failure.</summary>
    public bool TryLend(int fd)
    {
        if (_lent >= _most || Files.SetPipeSize(fd, LargeBytes) < 0)
        {
            return false;
        }

        _lent++;
        return true;
    }

    /// <summary>Makes a pipe normal again.</summary>
    /// <returns>False when it holds more than that just now.</returns>
    public bool TryTakeBack(int fd)
    {
        if (Files.SetPipeSize(fd, NormalBytes) < 0)
        {
            return false;
        }

        _lent--;
        return true;
    }

    /// <summary>A pipe was closed while it was large.</summary>
    public void Forget() => _lent--;

    private static int Pages()
    {
        try
        {
            var pages = int.Parse(File.ReadAllText(LimitFile), CultureInfo.InvariantCulture);
            // 0 means no limit.
            return pages > 0 ? pages : DefaultPages * 4;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or FormatException or OverflowException)
        {
            return DefaultPages;
        }
    }
}
