using System.Text;
using System.Text.RegularExpressions;

namespace Drover.Daemon.Ports;

/// <summary>
/// Replaces <c>$FREE_PORT</c>, <c>${FREE_PORT}</c>, <c>$FREE_PORT_2</c> … in a text. Each name stands for one port of its session, wherever
/// and however often it is written. <c>\$FREE_PORT</c> stays, without its backslash. In probes <c>$PORT</c> is replaced too.
/// </summary>
internal static partial class PortText
{
    /// <summary>The session's own port, asked for by <c>port: "auto"</c>.</summary>
    public const string OwnPort = "PORT";

    /// <summary>Names a text asks for, in order of appearance.</summary>
    public static IEnumerable<string> NamesIn(string text) =>
        text.Contains("FREE_PORT", StringComparison.Ordinal)
            ? Placeholder().Matches(text).Where(match => !match.Groups["escape"].Success).Select(NameOf).Where(name => name != OwnPort)
            : [];

    /// <summary>The text with the given names replaced; others stay as they are.</summary>
    public static string Expand(string text, IReadOnlyDictionary<string, int> ports, bool withOwnPort = false) => Expand(text, ports, withOwnPort, keepsEscapes: false);

    /// <summary>The same for a line of a shell, for which the backslash means the same: it stays, and what is behind it stays literal there too.</summary>
    public static string ExpandShell(string line, IReadOnlyDictionary<string, int> ports) => Expand(line, ports, withOwnPort: false, keepsEscapes: true);

    private static string Expand(string text, IReadOnlyDictionary<string, int> ports, bool withOwnPort, bool keepsEscapes)
    {
        if (!text.Contains("PORT", StringComparison.Ordinal))
        {
            return text;
        }

        var built = new StringBuilder(text.Length);
        var copied = 0;
        foreach (var match in Placeholder().Matches(text).AsEnumerable())
        {
            var name = NameOf(match);
            if (name == OwnPort && !withOwnPort)
            {
                continue;
            }

            built.Append(text, copied, match.Index - copied);
            copied = match.Index + match.Length;
            if (match.Groups["escape"].Success)
            {
                built.Append(keepsEscapes ? match.ValueSpan : match.ValueSpan[1..]);
            }
            else if (ports.TryGetValue(name, out var port))
            {
                built.Append(port);
            }
            else
            {
                built.Append(match.ValueSpan);
            }
        }

        return built.Append(text, copied, text.Length - copied).ToString();
    }

    private static string NameOf(Match match) => match.Groups["braced"] is { Success: true } braced ? braced.Value : match.Groups["bare"].Value;

    [GeneratedRegex(@"(?<escape>\\)?\$(?:\{(?<braced>FREE_PORT(?:_[0-9]{1,2})?|PORT)\}|(?<bare>FREE_PORT(?:_[0-9]{1,2})?|PORT)(?![A-Za-z0-9_]))", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Placeholder();
}
