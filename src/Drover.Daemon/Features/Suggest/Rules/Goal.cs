using System.Globalization;
using System.Text.RegularExpressions;

namespace Drover.Daemon.Features.Suggest.Rules;

/// <summary>A goal in words, taken apart.</summary>
internal sealed partial class Goal
{
    private readonly HashSet<string> _words;

    public Goal(string text)
    {
        Quoted = QuotedText().Match(text) is { Success: true } quoted ? quoted.Groups["text"].Value : null;
        _words = [.. Words().Matches(text.ToLowerInvariant()).Select(word => Stem(word.Value))];
        Number = _words.Select(word => int.TryParse(word, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : 0).FirstOrDefault(number => number is > 0 and < 65_536);
    }

    /// <summary>What stands in quotes; null for nothing.</summary>
    public string? Quoted { get; }

    /// <summary>The first number that could be a port; 0 for none.</summary>
    public int Number { get; }

    /// <param name="words">Alternatives, separated by bars.</param>
    public bool HasOneOf(string words) => words.Split('|').Any(_words.Contains);

    // Enough to make one of "imports" and "import", "running" is listed where it matters.
    private static string Stem(string word) => word.Length > 3 && word.EndsWith('s') && !word.EndsWith("ss", StringComparison.Ordinal) ? word[..^1] : word;

    [GeneratedRegex("[a-z0-9]+", RegexOptions.None, 200)]
    private static partial Regex Words();

    [GeneratedRegex("[\"'`“](?<text>[^\"'`”]{1,200})[\"'`”]", RegexOptions.ExplicitCapture, 200)]
    private static partial Regex QuotedText();
}
