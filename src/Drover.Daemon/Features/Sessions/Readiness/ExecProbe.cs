using System.ComponentModel;
using System.Diagnostics;

namespace Drover.Daemon.Features.Sessions.Readiness;

/// <summary>Yes when a command, run in the session's folder and environment, exits 0.</summary>
internal sealed class ExecProbe(ProbeTarget target, IReadOnlyList<string> command) : IProbe
{
    private const int LongestComplaint = 200;

    public string Subject => command[0];

    public async Task<ProbeAnswer> AskAsync(CancellationToken cancellation)
    {
        var start = new ProcessStartInfo(command[0], command.Skip(1))
        {
            UseShellExecute = false,
            WorkingDirectory = target.Cwd,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        start.Environment.Clear();
        foreach (var (name, value) in target.Environment)
        {
            start.Environment[name] = value;
        }

        try
        {
            using var process = Process.Start(start)!;
            try
            {
                process.StandardInput.Close();
                var complaint = LastLineAsync(process.StandardError, cancellation);
                var ignored = LastLineAsync(process.StandardOutput, cancellation);
                await process.WaitForExitAsync(cancellation);
                return process.ExitCode == 0
                    ? new ProbeAnswer(true)
                    : ProbeAnswer.No($"{Subject} exits {process.ExitCode}{(await complaint is { Length: > 0 } said ? $" ({said})" : await ignored is { Length: > 0 } told ? $" ({told})" : "")}");
            }
            finally
            {
                if (!process.HasExited)
                {
#pragma warning disable RS0030 // This object is our own child, not reaped yet: its pid cannot have become somebody else's.
                    process.Kill(entireProcessTree: true);
#pragma warning restore RS0030
                }
            }
        }
        catch (Win32Exception failure)
        {
            return ProbeAnswer.No($"{Subject} cannot be run: {failure.Message}");
        }
    }

    // What the command prints is read to its end, so that it never blocks, and only the last line is kept.
    private static async Task<string> LastLineAsync(StreamReader reader, CancellationToken cancellation)
    {
        var buffer = new char[4096];
        var last = "";
        int count;
        while ((count = await reader.ReadAsync(buffer, cancellation)) > 0)
        {
            var text = (last + new string(buffer, 0, count)).TrimEnd();
            last = text[(text.LastIndexOf('\n') + 1)..];
            last = last.Length > LongestComplaint ? last[^LongestComplaint..] : last;
        }

        return last;
    }
}
