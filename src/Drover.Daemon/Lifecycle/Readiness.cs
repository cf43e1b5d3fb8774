using System.Globalization;
using System.Text;
using Drover.Contracts.Errors;
using Microsoft.Win32.SafeHandles;

namespace Drover.Daemon.Lifecycle;

/// <summary>Tells whoever started the daemon, once and in one line, how the start went.</summary>
internal sealed class Readiness(int? descriptor)
{
    public void Ready() => Tell($"ready {Environment.ProcessId.ToString(CultureInfo.InvariantCulture)}");

    public void Failed(Error error) => Tell($"failed {error.Code} {error.Message.ReplaceLineEndings(" ")}");

    private void Tell(string line)
    {
        if (descriptor is not { } number)
        {
            return;
        }

        using var handle = new SafeFileHandle(number, ownsHandle: true);
        try
        {
            using var pipe = new FileStream(handle, FileAccess.Write, bufferSize: 0);
            pipe.Write(Encoding.UTF8.GetBytes(line + "\n"));
        }
        catch (IOException)
        {
            // Whoever asked is gone; the daemon was wanted all the same.
        }
    }
}
