using System.Diagnostics;

namespace Drover.Bench;

/// <summary>Runs other programs.</summary>
internal static class Command
{
    /// <summary>Runs a program to its end.</summary>
    /// <returns>Wall time in milliseconds and what it said on stdout.</returns>
    public static async Task<(double Milliseconds, string Output)> RunAsync(string program, IEnumerable<string> arguments, IReadOnlyDictionary<string, string>? environment = null)
    {
        var start = Clock.Now;
        using var process = Start(program, arguments, environment);
        var output = process.StandardOutput.ReadToEndAsync();
        var error = process.StandardError.ReadToEndAsync();
        await process.WaitForExitAsync();
        var took = Clock.Milliseconds(start, Clock.Now);
        return process.ExitCode == 0
            ? (took, await output)
            : throw new InvalidOperationException($"{program} {string.Join(' ', arguments)} ended with {process.ExitCode}: {await error}{await output}");
    }

    /// <summary>Starts a program with its stdout and stderr redirected.</summary>
    public static Process Start(string program, IEnumerable<string> arguments, IReadOnlyDictionary<string, string>? environment = null)
    {
        var start = new ProcessStartInfo(program, arguments) { UseShellExecute = false, RedirectStandardOutput = true, RedirectStandardError = true };
        foreach (var (name, value) in environment ?? new Dictionary<string, string>())
        {
            start.Environment[name] = value;
        }

        return Process.Start(start)!;
    }
}
