using System.Text;
using Drover.Contracts.Errors;

namespace Drover.Daemon.Features.Tasks.Runners;

/// <summary>What the system takes as one argument of a program.</summary>
internal static class Arguments
{
    // MAX_ARG_STRLEN of Linux: 32 pages, the closing zero included.
    private const int MostBytes = (128 << 10) - 1;

    public static Error? FindTooLong(string what, string text) =>
        Encoding.UTF8.GetByteCount(text) is var bytes && bytes > MostBytes
            ? new Error(ErrorCodes.RunnerArgumentTooLong, $"The {what} has {bytes} bytes, and the system takes at most {MostBytes} as one argument. Put it into a file in the workspace and have that run or read.")
            : text.Contains('\0', StringComparison.Ordinal)
                ? new Error(ErrorCodes.RunnerArgumentTooLong, $"The {what} holds a NUL character, which the system cannot pass on.")
                : null;
}
