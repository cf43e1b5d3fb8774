using System.Net.Sockets;
using Drover.Contracts.Errors;
using Drover.Daemon.Storage;

namespace Drover.Daemon.Lifecycle;

/// <summary>The unix socket's file: a stale one is removed, one that somebody answers on is not.</summary>
internal static class SocketFile
{
    // sockaddr_un.sun_path has 108 bytes, the last for the terminating zero.
    private const int LongestPath = 107;

    public static Error? MakeRoom(string path)
    {
        if (System.Text.Encoding.UTF8.GetByteCount(path) > LongestPath)
        {
            return new Error(ErrorCodes.DaemonListenFailed, $"The path of the unix socket is longer than the system takes ({LongestPath} bytes): {path}. Choose a shorter DROVER_HOME or XDG_RUNTIME_DIR.");
        }

        if (!File.Exists(path))
        {
            return null;
        }

        using var probe = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        try
        {
            probe.Connect(new UnixDomainSocketEndPoint(path));
            return new Error(ErrorCodes.DaemonAlreadyRunning, $"Another daemon, with another data folder, answers on {path}. Give this one its own XDG_RUNTIME_DIR or DROVER_HOME.");
        }
        catch (SocketException)
        {
            File.Delete(path);
            return null;
        }
    }

    public static void Restrict(string path) => File.SetUnixFileMode(path, OwnFile.Mode);
}
