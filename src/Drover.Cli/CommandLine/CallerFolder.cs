using Drover.Contracts.Errors;

namespace Drover.Cli.CommandLine;

/// <summary>The folder the caller is in.</summary>
internal static class CallerFolder
{
    internal static Error IsGone { get; } = new(ErrorCodes.RequestCwdNotFound, "The folder you are in does not exist any more. Change to another, or give --cwd with an absolute path.");

    /// <summary>Its path; null when somebody has removed it.</summary>
    internal static string? Here()
    {
        try
        {
            return Environment.CurrentDirectory;
        }
        catch (IOException)
        {
            return null;
        }
    }
}
