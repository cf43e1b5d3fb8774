using Drover.Contracts.Errors;

namespace Drover.Daemon.Configuration;

/// <summary>
/// Reads <c>NAME=value</c> lines. Accepted: comments, <c>export NAME=value</c>, values in single or double quotes; nothing is expanded.
/// <code>
/// # for the daemon
/// DROVER_TOKEN="s3cret"
/// export DROVER_LOGS_TOTAL_BYTES=4GiB
/// </code>
/// </summary>
internal static class EnvFile
{
    public static Result<Dictionary<string, string>> Read(string path)
    {
        try
        {
            return Parse(path, File.ReadAllLines(path));
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return new Error(ErrorCodes.DaemonConfigInvalid, $"{path} cannot be read: {exception.Message}");
        }
    }

    public static Result<Dictionary<string, string>> Parse(string path, IReadOnlyList<string> lines)
    {
        var variables = new Dictionary<string, string>(StringComparer.Ordinal);
        for (var number = 0; number < lines.Count; number++)
        {
            var line = lines[number].Trim();
            if (line.Length == 0 || line[0] == '#')
            {
                continue;
            }

            if (line.StartsWith("export ", StringComparison.Ordinal))
            {
                line = line["export ".Length..].TrimStart();
            }

            var equals = line.IndexOf('=', StringComparison.Ordinal);
            if (equals <= 0)
            {
                return new Error(ErrorCodes.DaemonConfigInvalid, $"{path}:{number + 1}: a line is NAME=value or a comment.");
            }

            variables[line[..equals].TrimEnd()] = Unquote(line[(equals + 1)..].TrimStart());
        }

        return variables;
    }

    private static string Unquote(string value)
    {
        if (value.Length >= 2 && value[0] is '"' or '\'' && value[^1] == value[0])
        {
            return value[1..^1];
        }

        var comment = value.IndexOf(" #", StringComparison.Ordinal);
        return comment < 0 ? value : value[..comment].TrimEnd();
    }
}
