using System.Globalization;

namespace Drover.Daemon.Storage;

/// <summary>Moves a database that cannot be read out of the way, with its write-ahead log: someone may want to look at it.</summary>
internal static class CorruptDatabase
{
    public static string SetAside(string path)
    {
        var number = 1;
        while (File.Exists(Aside(path, number)))
        {
            number++;
        }

        var aside = Aside(path, number);
        File.Move(path, aside);
        foreach (var side in (ReadOnlySpan<string>)["-wal", "-shm"])
        {
            if (File.Exists(path + side))
            {
                File.Move(path + side, aside + side);
            }
        }

        return aside;
    }

    private static string Aside(string path, int number) => $"{path}.corrupt-{number.ToString(CultureInfo.InvariantCulture)}";
}
