using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;

namespace Drover.Daemon.Projects.Plans;

/// <summary>
/// Replaces <c>$PORT</c>, <c>${PORT}</c> and <c>${name.port}</c> in a text. Everything else that begins with a dollar sign belongs to the shell.
/// <c>\$PORT</c> stays, without its backslash.
/// </summary>
/// <param name="own">Name of the process the text belongs to.</param>
/// <param name="ports">Ports by process; processes without one have no entry.</param>
/// <param name="names">Every process.</param>
internal sealed partial class References(string own, IReadOnlyDictionary<string, int> ports, IReadOnlyList<string> names)
{
    /// <param name="text">The text.</param>
    /// <param name="isShell">A shell may know a <c>PORT</c> that we do not.</param>
    /// <param name="wrong">What is wrong with a reference; null when all is well.</param>
    /// <returns>The text with everything replaced that can be.</returns>
    public string Expand(string text, bool isShell, out string? wrong)
    {
        wrong = null;
        if (!text.Contains('$', StringComparison.Ordinal))
        {
            return text;
        }

        var built = new StringBuilder(text.Length);
        var copied = 0;
        foreach (var match in Reference().Matches(text).AsEnumerable())
        {
            built.Append(text, copied, match.Index - copied);
            copied = match.Index + match.Length;
            if (match.Groups["escape"].Success)
            {
                built.Append(match.ValueSpan[1..]);
                continue;
            }

            var (value, problem) = Look(match, isShell);
            wrong ??= problem;
            built.Append(value ?? match.Value);
        }

        return built.Append(text, copied, text.Length - copied).ToString();
    }

    /// <summary>
    /// Whether a line for the shell uses a <c>$PORT</c> that nothing gives it: the process has no port, and the line does not set one itself, as
    /// <c>PORT=1</c>, <c>read PORT</c> or a script that is sourced do.
    /// </summary>
    public bool LacksPort(string line) =>
        !ports.ContainsKey(own)
        && Reference().Matches(line).AsEnumerable().Any(match => !match.Groups["escape"].Success && !match.Groups["name"].Success)
        && !SetsPort().IsMatch(line);

    private (string? Value, string? Wrong) Look(Match match, bool isShell)
    {
        if (match.Groups["name"] is not { Success: true, Value: var name })
        {
            return ports.TryGetValue(own, out var port) ? (Say(port), null)
                : isShell ? (null, null)
                : (null, $"{match.Value} is used and {own} has no port; give it port: auto");
        }

        if (match.Groups["what"].Value != "port")
        {
            return (null, $"{match.Value} is unknown; ${{{name}.port}} is all that can be asked for");
        }

        return ports.TryGetValue(name, out var other) ? (Say(other), null)
            : names.Contains(name, StringComparer.Ordinal) ? (null, $"{match.Value} is used and {name} has no port; give it port: auto")
            : (null, $"{match.Value} names no process{(Contracts.Errors.Nearest.Of(name, names) is { } near ? $"; did you mean ${{{near}.port}}?" : "")}");
    }

    private static string Say(int port) => port.ToString(CultureInfo.InvariantCulture);

    [GeneratedRegex(@"(?<![\w$]|\$\{)PORT(?!\w)|(^|[;&|(\s])(\.|source|eval)\s", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex SetsPort();

    [GeneratedRegex(@"(?<escape>\\)?\$(?:\{PORT\}|PORT(?![A-Za-z0-9_])|\{(?<name>[A-Za-z0-9][A-Za-z0-9_-]*)\.(?<what>[A-Za-z0-9_.-]*)\})", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Reference();
}
