using System.Buffers;
using System.Text.RegularExpressions;

namespace Drover.Supervision.Logs.Text;

/// <summary>
/// Guesses the level of a line from the words that loggers, compilers, package managers and runtimes use. It is a filter for
/// people, not a parser: a sentence such as "0 errors" must not count, a level word or an exception must.
/// </summary>
/// <remarks>
/// Samples it is made for: <c>2026-01-02 ERROR db: lost</c>, <c>error: cannot find crate</c>, <c>src/a.ts(1,2): error TS2304: …</c>,
/// <c>npm ERR! code 1</c>, <c>{"level":"error"}</c>, <c>{"level":50}</c> (pino), <c>level=warning</c>, <c>Traceback (most recent call last):</c>,
/// <c>System.IO.IOException: …</c>, <c>panic: runtime error</c>, <c>(node:1) DeprecationWarning: …</c>, <c>E0102 03:04:05 …</c> (klog), <c>[W] …</c>.
/// </remarks>
public static partial class LevelDetector
{
    // Lines without any of these cannot match; most lines end here, by one vectorised search.
    private static readonly SearchValues<string> Hints = SearchValues.Create(
        ["err", "warn", "fatal", "panic", "exception", "traceback", "critical", "severe", "emerg", "fail", "level", "[e]", "[w]", "wrn", "crit", "unhandled"],
        StringComparison.OrdinalIgnoreCase);

    /// <summary>The level of a line.</summary>
    /// <param name="text">The line as people see it: without terminal sequences.</param>
    public static LineLevel Of(ReadOnlySpan<char> text)
    {
        if (!text.ContainsAny(Hints) && !Klog().IsMatch(text))
        {
            return LineLevel.None;
        }

        return IsError(text) ? LineLevel.Error : IsWarning(text) ? LineLevel.Warn : LineLevel.None;
    }

    private static bool IsError(ReadOnlySpan<char> text) =>
        ErrorWord().IsMatch(text) || ErrorSign().IsMatch(text) || (text.Length > 0 && text[0] is 'E' or 'F' && Klog().IsMatch(text));

    private static bool IsWarning(ReadOnlySpan<char> text) =>
        WarningWord().IsMatch(text) || WarningSign().IsMatch(text) || (text.Length > 0 && text[0] == 'W' && Klog().IsMatch(text));

    // Upper-case level words anywhere: "ERROR db", "[FATAL]", "npm ERR!".
    [GeneratedRegex(@"\b(?:ERROR|ERR|FATAL|PANIC|CRITICAL|CRIT|SEVERE|EMERG|FAILED|FAIL)\b", RegexOptions.CultureInvariant, 1000)]
    private static partial Regex ErrorWord();

    // "error:", "error TS1:", "error[E0308]:", "[error]", "level=error", "level":"error", "level":50, an exception's name, a stack's head.
    [GeneratedRegex(
        """(?i:\b(?:error|fatal|panic|critical|fatal error|unhandled exception|uncaught)(?:\s?\[?[A-Z]{0,4}[0-9]+\]?)?:|[\[<(](?:error|err|fatal|crit|critical|panic|e)[\])>]|\b(?:level|lvl|severity|loglevel)["']?\s?[=:]\s?["']?(?:error|err|fatal|critical|crit|panic|emerg|[56]0\b)|^(?:error|fatal|panic|exception)\b(?!s)|\bunhandled\b.{0,40}\b(?:rejection|exception|error)\b)|Traceback \(most recent call last\)|\b[A-Za-z_][\w.]*(?:Exception|Error)(?::|\s\[|$)|^Exception in thread""",
        RegexOptions.CultureInvariant, 1000)]
    private static partial Regex ErrorSign();

    [GeneratedRegex(@"\b(?:WARN|WARNING|WRN)\b", RegexOptions.CultureInvariant, 1000)]
    private static partial Regex WarningWord();

    [GeneratedRegex(
        """(?i:\bwarn(?:ing)?(?:\s?\[?[A-Z]{0,4}[0-9]+\]?)?:|[\[<(](?:warning|warn|wrn|w)[\])>]|\b(?:level|lvl|severity|loglevel)["']?\s?[=:]\s?["']?(?:warn|40\b)|^(?:npm |pnpm )?warn(?:ing)?\b(?!s))|\b\w+Warning:""",
        RegexOptions.CultureInvariant, 1000)]
    private static partial Regex WarningSign();

    [GeneratedRegex(@"^[EFW][0-9]{4} [0-9]{2}:[0-9]{2}:", RegexOptions.CultureInvariant, 1000)]
    private static partial Regex Klog();
}
