using System.Security.Cryptography;
using Drover.Contracts.Client;
using Drover.Daemon.Storage;

namespace Drover.Daemon.Edges.Mcp.Sessions;

/// <summary>The key of the data folder that session ids are signed with: random, 0600, made when first needed, the same after a restart.</summary>
internal static class SessionKey
{
    private const int Size = 32;

    /// <summary>Whether an agent has ever been here.</summary>
    public static bool IsThere(DroverPaths paths) => File.Exists(PathIn(paths));

    public static byte[] Of(DroverPaths paths)
    {
        var path = PathIn(paths);
        if (File.Exists(path) && File.ReadAllBytes(path) is { Length: Size } known)
        {
            return known;
        }

        // Whole or not there: a daemon killed in the middle leaves a file beside it.
        var (key, fresh) = (RandomNumberGenerator.GetBytes(Size), path + ".new");
        File.Delete(fresh);
        OwnFile.CreateIfMissing(fresh);
        File.WriteAllBytes(fresh, key);
        File.Move(fresh, path, overwrite: true);
        return key;
    }

    private static string PathIn(DroverPaths paths) => Path.Combine(paths.DataDir, "mcp.key");
}
