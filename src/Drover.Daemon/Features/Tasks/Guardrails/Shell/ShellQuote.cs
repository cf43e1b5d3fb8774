namespace Drover.Daemon.Features.Tasks.Guardrails.Shell;

/// <summary>A word as a shell would have to be given it.</summary>
internal static class ShellQuote
{
    public static string Of(string word) => "'" + word.Replace("'", "'\\''", StringComparison.Ordinal) + "'";
}
