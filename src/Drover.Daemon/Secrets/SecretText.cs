using System.Text.RegularExpressions;

namespace Drover.Daemon.Secrets;

/// <summary>
/// Takes out of a command what looks like a secret and leaves everything else as it is, spacing included. What it finds: values given to names that
/// sound like secrets (<c>API_TOKEN=…</c>, <c>--password …</c>, <c>"apiKey": "…"</c>), credentials in URLs and headers, <c>curl -u</c>, and tokens that are known by their form.
/// </summary>
internal static partial class SecretText
{
    public const string Mask = "***";

    private const string Name =
        @"(?:[A-Za-z0-9_.-]*(?:token|secret|passw(?:or)?d|passphrase|pwd|api[_-]?key|access[_-]?key|private[_-]?key|credential|auth[_-]?key|client[_-]?secret)[A-Za-z0-9_]*)";

    // "a b", 'a b', or everything up to a blank or the end of the command.
    private const string Value = """(?<value>"(?:[^"\\]|\\.)*"|'[^']*'|[^\s"';&|<>()]+)""";

    public static string Redact(string text)
    {
        try
        {
            foreach (var form in (Regex[])[Headers(), Urls(), Users(), Assignments(), Options(), Forms()])
            {
                text = form.Replace(text, Masked);
            }

            return text;
        }
        catch (RegexMatchTimeoutException)
        {
            // Nobody knows what is in it, so nothing of it is told.
            return Mask;
        }
    }

    // The quotes of a value stay, so that the command still reads as one.
    private static string Masked(Match match)
    {
        var value = match.Groups["value"];
        var quote = value.Value is ['"' or '\'', ..] && value.Length > 1 ? value.Value[..1] : "";
        return string.Concat(match.Value.AsSpan(0, value.Index - match.Index), $"{quote}{Mask}{quote}", match.Value.AsSpan(value.Index + value.Length - match.Index));
    }

    // Authorization: Bearer abc   X-Api-Key: abc
    [GeneratedRegex("""(?:authorization|proxy-authorization|cookie|x-[a-z-]*(?:token|key|secret))\s*:\s*(?:(?:bearer|basic|token|digest)\s+)?(?<value>[^\s"']+)""", Common, 500)]
    private static partial Regex Headers();

    // https://user:password@host
    [GeneratedRegex("""[a-z][a-z0-9+.-]*://[^\s/:@"']*:(?<value>[^\s/@"']+)@""", Common, 500)]
    private static partial Regex Urls();

    // curl -u user:password
    [GeneratedRegex("""(?:^|\s)(?:-u|--user|--proxy-user)(?:\s+|=)["']?[^\s:"']+:(?<value>[^\s"']+)""", Common, 500)]
    private static partial Regex Users();

    // API_TOKEN=abc   "apiKey": "abc"
    [GeneratedRegex(Name + """["']?\s*(?:=|:\s*(?=["']))\s*""" + Value, Common, 500)]
    private static partial Regex Assignments();

    // --password abc
    [GeneratedRegex(@"(?:^|\s)--?" + Name + @"\s+(?!-)" + Value, Common, 500)]
    private static partial Regex Options();

    // GitHub, GitLab, OpenAI and Anthropic, Slack, AWS, Google, npm, JSON web tokens
    [GeneratedRegex(
        """(?<![A-Za-z0-9])(?<value>gh[pousr]_[A-Za-z0-9]{20,}|github_pat_[A-Za-z0-9_]{20,}|glpat-[A-Za-z0-9_-]{16,}|sk-[A-Za-z0-9_-]{16,}|xox[abprs]-[A-Za-z0-9-]{10,}|AKIA[A-Z0-9]{16}|AIza[A-Za-z0-9_-]{30,}|npm_[A-Za-z0-9]{30,}|eyJ[A-Za-z0-9_-]{8,}\.[A-Za-z0-9_-]{8,}\.[A-Za-z0-9_-]*)""",
        RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture,
        500)]
    private static partial Regex Forms();

    private const RegexOptions Common = RegexOptions.IgnoreCase | RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture;
}
