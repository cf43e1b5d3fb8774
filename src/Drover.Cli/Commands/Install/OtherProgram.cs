using System.ComponentModel;
using System.Diagnostics;
using Drover.Cli.CommandLine;
using Drover.Contracts.Errors;

namespace Drover.Cli.Commands.Install;

/// <summary>Runs another program to its end, in this terminal, and says so. With <c>--json</c> standard output is ours: its goes to standard error.</summary>
internal static class OtherProgram
{
    /// <returns>Its exit code; 1, and told, when it could not be run.</returns>
    internal static async Task<int> RunAsync(Invocation call, string program, params string[] words)
    {
        call.Say($"{program} {string.Join(' ', words)}");
        try
        {
            using var process = Process.Start(new ProcessStartInfo(program, words) { UseShellExecute = false, RedirectStandardOutput = call.Json })!;
            var output = call.Json ? CopyAsync(process.StandardOutput, call.Terminal.Error) : Task.CompletedTask;
            await process.WaitForExitAsync(call.Cancellation);
            await output;
            return process.ExitCode;
        }
        catch (Win32Exception missing)
        {
            call.Say($"{program}: {missing.Message}");
            return ExitCodes.Failure;
        }
    }

    private static async Task CopyAsync(TextReader from, TextWriter to)
    {
        while (await from.ReadLineAsync() is { } line)
        {
            await to.WriteLineAsync(line);
        }
    }
}
