using System.Text.Json;
using Drover.Contracts.Errors;
using Drover.Contracts.Json;

namespace Drover.Cli.Connecting;

/// <summary>What a daemon that was started here has written to its log since then.</summary>
internal static class StartLog
{
    private const int Lines = 12;

    /// <summary>Why it could not start, in its own words: the problem object it ends with. Null when it did not get so far.</summary>
    internal static Error? Reason(string path, long from)
    {
        var last = Read(path, from).LastOrDefault();
        try
        {
            return last?.StartsWith('{') is true && JsonSerializer.Deserialize(last, DroverJson.Default.ProblemBody) is { } problem
                ? new Error(problem.Code, problem.Detail, problem.Details)
                : null;
        }
        catch (JsonException)
        {
            // Not its last word, or not all of it: the lines themselves are shown then.
            return null;
        }
    }

    internal static string LastLines(string path, long from)
    {
        var lines = Read(path, from).Where(line => !IsTrace(line)).TakeLast(Lines).ToList();
        return lines.Count == 0 ? "" : $" It said:\n  {string.Join("\n  ", lines)}";
    }

    // Where in the program it happened stays in the log; the reason is wanted here.
    private static bool IsTrace(string line)
        => line.StartsWith("   at ", StringComparison.Ordinal) || line.StartsWith("   ---", StringComparison.Ordinal)
            || line.StartsWith("---", StringComparison.Ordinal) || line.StartsWith(" --->", StringComparison.Ordinal);

    private static string[] Read(string path, long from)
    {
        try
        {
            using var log = new StreamReader(new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete));
            log.BaseStream.Position = Math.Min(from, log.BaseStream.Length);
            return log.ReadToEnd().Split('\n', StringSplitOptions.RemoveEmptyEntries);
        }
        catch (IOException)
        {
            return [];
        }
    }
}
