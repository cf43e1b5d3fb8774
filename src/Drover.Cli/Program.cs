using System.Net.Sockets;
using System.Text.Json;
using Drover.Cli.CommandLine;
using Drover.Cli.Output;
using Drover.Contracts.Errors;

namespace Drover.Cli;

internal static class Program
{
    private static async Task<int> Main(string[] words)
    {
        if (OperatingSystem.IsWindows())
        {
            using var plain = Terminal.For(Console.Out, Console.Error);
            return FailureText.Write(plain, new Error(ErrorCodes.DaemonUnsupportedPlatform, "Drover does not run on Windows. Use it inside WSL 2."), json: false);
        }

        using var terminal = Terminal.Open();
        try
        {
            return await Dispatcher.RunAsync(words, terminal);
        }
        catch (OperationCanceledException)
        {
            return ExitCodes.Interrupted;
        }
        catch (IOException failure) when (failure.InnerException is not SocketException && failure.Message.Contains("Broken pipe", StringComparison.Ordinal))
        {
            return ExitCodes.BrokenPipe;
        }
        catch (Exception failure)
        {
            return FailureText.Write(terminal, Escaped(failure), words.Contains("--json", StringComparer.Ordinal));
        }
    }

    // The last resort for what no command foresaw: whoever typed it gets a line with a code, not a stack trace.
    private static Error Escaped(Exception failure) => failure switch
    {
        JsonException => new Error(ErrorCodes.DaemonAnswerUnknown, $"The daemon's answer is not what this version understands: {failure.Message}"),
        EndOfStreamException or IOException { InnerException: SocketException } => new Error(ErrorCodes.DaemonUnreachable, $"The connection to the daemon broke: {failure.Message}"),
        IOException or UnauthorizedAccessException => new Error(ErrorCodes.InternalError, OneLine(failure.Message)),
        _ => new Error(ErrorCodes.InternalError, $"This should not have happened, please report it: {failure.GetType().Name}, {OneLine(failure.Message)}"),
    };

    private static string OneLine(string text) => text.ReplaceLineEndings(" ");
}
