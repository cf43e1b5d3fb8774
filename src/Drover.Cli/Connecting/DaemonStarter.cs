using System.Diagnostics;
using System.Net.Sockets;
using Drover.Cli.Output;
using Drover.Contracts.Client;
using Drover.Contracts.Errors;

namespace Drover.Cli.Connecting;

/// <summary>
/// Finds the daemon, and starts it when it is this user's own and is not there. Of ten who want to start it at once, the one that gets the lock
/// file does; the others wait until the socket answers, and try themselves when the lock comes free without that.
/// </summary>
internal static class DaemonStarter
{
    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute;

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(10);

    /// <summary>
    /// Set to 0 for the daemon: write-xor-execute maps all compiled code twice, 17 MB of its resident memory. Not meant for what the daemon starts.
    /// </summary>
    internal const string CodeMapping = "DOTNET_EnableWriteXorExecute";

    // A session of its own, so that neither Ctrl-C nor the closing of the terminal reaches it; no descriptor of the caller, who may wait for
    // the end of a pipe. What the runtime prints before the daemon's log is open, or when it crashes, belongs into that log.
    private const string Detach =
        """
        log=$1; shift
        exec 3>&- 4>&- 5>&- 6>&- 7>&- 8>&- 9>&- </dev/null >/dev/null 2>>"$log"
        : "${DOTNET_EnableWriteXorExecute:=0}"; export DOTNET_EnableWriteXorExecute
        command -v setsid >/dev/null && exec setsid "$@"
        trap '' HUP INT QUIT
        exec "$@"
        """;

    /// <summary>A client of a daemon that answers.</summary>
    internal static async Task<Result<DroverClient>> ConnectAsync(Terminal terminal)
    {
        var address = DaemonAddress.FromEnvironment();
        if (!address.IsSuccess)
        {
            return address.Error!;
        }

        if (!address.Value.IsLocalDefault || Answers(address.Value))
        {
            return new DroverClient(address.Value);
        }

        return await StartAsync(address.Value, terminal) is { } failure ? failure : new DroverClient(address.Value);
    }

    /// <summary>Whether somebody listens on the socket. The system answers for a daemon that is busy.</summary>
    internal static bool Answers(DaemonAddress address)
    {
        if (!File.Exists(address.Socket))
        {
            return false;
        }

        try
        {
            using var socket = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
            socket.Connect(new UnixDomainSocketEndPoint(address.Socket));
            return true;
        }
        catch (SocketException)
        {
            return false;
        }
    }

    /// <summary>Starts this user's daemon unless somebody else does.</summary>
    /// <returns>Null when it answers; otherwise why not.</returns>
    internal static async Task<Error?> StartAsync(DaemonAddress address, Terminal terminal, IReadOnlyList<string>? listen = null)
    {
        if (!OperatingSystem.IsLinux())
        {
            return new Error(ErrorCodes.DaemonUnsupportedPlatform, "The daemon runs on Linux only. Set DROVER_URL to use one that runs elsewhere.");
        }

        var paths = DroverPaths.FromEnvironment();
        try
        {
            Directory.CreateDirectory(paths.RuntimeDir, OwnerOnly);
            Directory.CreateDirectory(paths.DataDir, OwnerOnly);
            return await StartOnceAsync(address, paths, listen ?? [], terminal);
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            return new Error(ErrorCodes.StorageReadOnly, $"The daemon's folders cannot be written: {failure.Message}");
        }
    }

    /// <summary>Waits until a daemon of this machine that was told to stop has ended.</summary>
    internal static async Task GoneAsync(int pid, CancellationToken cancellation)
    {
        while (Directory.Exists($"/proc/{pid}"))
        {
            await Task.Delay(Pause, TimeProvider.System, cancellation);
        }
    }

    private static async Task<Error?> StartOnceAsync(DaemonAddress address, DroverPaths paths, IReadOnlyList<string> listen, Terminal terminal)
    {
        var began = TimeProvider.System.GetTimestamp();
        var logged = File.Exists(paths.DaemonLog) ? new FileInfo(paths.DaemonLog).Length : 0;
        Process? daemon = null;
        FileStream? turn = null;
        try
        {
            while (TimeProvider.System.GetElapsedTime(began) < Patience)
            {
                if (Answers(address))
                {
                    return null;
                }

                turn ??= TryLock(paths.StartLock);
                if (turn is not null && daemon is null)
                {
                    daemon = Answers(address) ? null : Launch(paths, listen);
                }
                else if (daemon is { HasExited: true })
                {
                    return StartLog.Reason(paths.DaemonLog, logged) ?? new Error(ErrorCodes.DaemonStartFailed, $"The daemon ended with code {daemon.ExitCode} during its start. Its log is {paths.DaemonLog}.{StartLog.LastLines(paths.DaemonLog, logged)}");
                }

                await Task.Delay(Pause, TimeProvider.System);
            }

            return new Error(ErrorCodes.DaemonStartFailed, $"The daemon did not answer at {address} within {Patience.TotalSeconds} s. Its log is {paths.DaemonLog}.{StartLog.LastLines(paths.DaemonLog, logged)}");
        }
        finally
        {
            turn?.Dispose();
            daemon?.Dispose();
            terminal.Error.Flush();
        }
    }

    private static FileStream? TryLock(string path)
    {
        try
        {
            // On Unix, FileShare.None is flock(LOCK_EX | LOCK_NB): gone with its holder, however that ends.
            return new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None, 1);
        }
        catch (IOException) when (File.Exists(path))
        {
            return null;
        }
    }

    private static Process Launch(DroverPaths paths, IReadOnlyList<string> listen)
    {
        var start = new ProcessStartInfo("/bin/sh") { UseShellExecute = false };
        foreach (var word in (string[])["-c", Detach, "drover", paths.DaemonLog, .. OwnProgram(), "daemon", "run", "--background", "--json", .. listen.SelectMany(place => (string[])["--listen", place])])
        {
            start.ArgumentList.Add(word);
        }

        return Process.Start(start) ?? throw new IOException("The shell did not start.");
    }

    /// <summary>The words that start this program again.</summary>
    internal static IReadOnlyList<string> OwnProgram()
    {
        var program = Environment.ProcessPath ?? throw new InvalidOperationException("This process does not know its program.");
        return Path.GetFileNameWithoutExtension(program) is "dotnet" ? [program, Path.Combine(AppContext.BaseDirectory, "drover.dll")] : [program];
    }
}
