using System.Net.Sockets;
using System.Text.Json;
using Drover.Cli.CommandLine;
using Drover.Cli.Output;
using Drover.Contracts.Errors;

namespace Drover.Cli;

internal static class Program
{
    // 128 + SIGPIPE, what a program that was written to `| head` ends with.
    private const int BrokenPipe = 141;

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
            return BrokenPipe;
        }
        catch (JsonException failure)
        {
            return FailureText.Write(terminal, new Error(ErrorCodes.DaemonAnswerUnknown, $"The daemon's answer is not what this version understands: {failure.Message}"), json: false);
        }
    }
}
