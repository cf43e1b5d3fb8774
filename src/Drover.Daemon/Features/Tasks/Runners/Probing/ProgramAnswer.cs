using System.ComponentModel;
using System.Diagnostics;

namespace Drover.Daemon.Features.Tasks.Runners.Probing;

/// <summary>What a program answered to a question about itself.</summary>
/// <param name="Code">Its exit code; null when it could not be run or took too long.</param>
/// <param name="Printed">What it printed on stdout, at most 64 KiB.</param>
/// <param name="Reason">Why there is no code.</param>
internal sealed record ProgramAnswer(int? Code, string Printed, string? Reason)
{
    private const int MostPrinted = 64 << 10;

    /// <summary>Runs a program to its end. A question that it does not answer in time ends it.</summary>
    public static async Task<ProgramAnswer> AskAsync(string program, IEnumerable<string> arguments, IReadOnlyDictionary<string, string> environment, TimeSpan patience, TimeProvider time, CancellationToken cancellation)
    {
        var start = new ProcessStartInfo(program, arguments)
        {
            UseShellExecute = false,
            WorkingDirectory = "/",
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        start.Environment.Clear();
        foreach (var (name, value) in environment)
        {
            start.Environment[name] = value;
        }

        using var patient = new CancellationTokenSource(patience, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(patient.Token, cancellation);
        try
        {
            using var process = Process.Start(start)!;
            try
            {
                process.StandardInput.Close();
                var printed = ReadAsync(process.StandardOutput, either.Token);
                var complaints = ReadAsync(process.StandardError, either.Token);
                await process.WaitForExitAsync(either.Token);
                await complaints;
                return new ProgramAnswer(process.ExitCode, await printed, null);
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
            return new ProgramAnswer(null, "", $"{program} cannot be run: {failure.Message}");
        }
        catch (OperationCanceledException) when (!cancellation.IsCancellationRequested)
        {
            return new ProgramAnswer(null, "", $"{program} did not answer within {patience.TotalSeconds:0} seconds");
        }
    }

    // Read to the end, so that the program never blocks.
    private static async Task<string> ReadAsync(StreamReader reader, CancellationToken cancellation)
    {
        var buffer = new char[4096];
        var text = new System.Text.StringBuilder();
        int count;
        while ((count = await reader.ReadAsync(buffer, cancellation)) > 0)
        {
            text.Append(buffer, 0, Math.Min(count, MostPrinted - text.Length));
        }

        return text.ToString();
    }
}
