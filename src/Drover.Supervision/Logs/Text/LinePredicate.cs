using System.Buffers;
using System.Diagnostics.CodeAnalysis;
using System.Text;
using System.Text.RegularExpressions;

namespace Drover.Supervision.Logs.Text;

/// <summary>
/// A pattern for lines. It sees a line as people do: terminal sequences out, carriage returns folded, UTF-8 repaired. No pattern
/// can hang the daemon: those that .NET can run without backtracking are, the others get 100 ms a line and 5 s a search.
/// </summary>
public sealed class LinePredicate
{
    private const int MaxPatternLength = 4096;
    private const string IgnoreCase = "(?i)";
    private static readonly TimeSpan LineTimeout = TimeSpan.FromMilliseconds(100);

    private readonly Regex _regex;
    private readonly bool _backtracks;
    private readonly bool _pure;
    private readonly bool _ignoresCase;
    private readonly IReadOnlyList<byte[]> _literals;

    private LinePredicate(Regex regex, bool backtracks)
    {
        _regex = regex;
        _backtracks = backtracks;
        _ignoresCase = Pattern.StartsWith(IgnoreCase, StringComparison.Ordinal);
        _literals = PatternLiterals.Find(_ignoresCase ? Pattern[IgnoreCase.Length..] : Pattern, out _pure);
        if (_ignoresCase)
        {
            // Other alphabets have more cases than two.
            _literals = _literals.All(literal => Ascii.IsValid(literal)) ? [.. _literals.Select(Lower)] : [];
        }
    }

    /// <summary>The pattern as given.</summary>
    public string Pattern => _regex.ToString();

    internal bool HasLiterals => _literals.Count > 0;

    /// <summary>Makes a predicate of a .NET regular expression.</summary>
    /// <param name="pattern">The pattern; it may begin with options such as <c>(?i)</c>.</param>
    /// <param name="predicate">The predicate, or null when the pattern is invalid.</param>
    /// <param name="error">Why it is invalid, for people; else null.</param>
    public static bool TryCreate(string pattern, [NotNullWhen(true)] out LinePredicate? predicate, [NotNullWhen(false)] out string? error)
    {
        ArgumentNullException.ThrowIfNull(pattern);
        predicate = null;
        error = null;
        if (pattern.Length > MaxPatternLength)
        {
            error = $"The pattern is longer than {MaxPatternLength} characters.";
            return false;
        }

        try
        {
            predicate = Create(pattern);
            return true;
        }
        catch (ArgumentException exception)
        {
            error = exception.Message;
            return false;
        }
    }

    /// <summary>Whether the line matches. A line the pattern takes too long on does not.</summary>
    /// <param name="line">Raw bytes of a line, without its newline.</param>
    public bool IsMatch(ReadOnlySpan<byte> line) => IsMatch(line, new MatchBudget(TimeProvider.System));

    internal bool IsMatch(ReadOnlySpan<byte> line, MatchBudget budget)
    {
        if (AnsiStripper.IsPlain(line))
        {
            return IsTextMatch(CarriageReturnFolder.Fold(line), budget);
        }

        var rented = ArrayPool<byte>.Shared.Rent(line.Length);
        var stripped = rented.AsSpan(0, AnsiStripper.Strip(line, rented));
        var isMatch = IsTextMatch(CarriageReturnFolder.Fold(stripped), budget);
        ArrayPool<byte>.Shared.Return(rented);
        return isMatch;
    }

    /// <summary>
    /// False only when no line inside <paramref name="block"/> can match, found without cutting it into lines. Sequences are the
    /// exception a caller need not think of: a block that holds one may always match.
    /// </summary>
    internal bool MayMatch(ReadOnlySpan<byte> block) => !HasLiterals || FindLiteral(block) != false || !AnsiStripper.IsPlain(block);

    private static LinePredicate Create(string pattern)
    {
        try
        {
            return new LinePredicate(new Regex(pattern, RegexOptions.CultureInvariant | RegexOptions.NonBacktracking, LineTimeout * 10), backtracks: false);
        }
        catch (NotSupportedException)
        {
            // Look-around, back-references, or too large for an automaton.
            return new LinePredicate(new Regex(pattern, RegexOptions.CultureInvariant, LineTimeout), backtracks: true);
        }
    }

    private bool IsTextMatch(ReadOnlySpan<byte> text, MatchBudget budget)
    {
        if (HasLiterals)
        {
            var contained = FindLiteral(text);
            if (contained == false || (_pure && contained == true))
            {
                return contained.Value;
            }
        }

        var rented = ArrayPool<char>.Shared.Rent(Encoding.UTF8.GetMaxCharCount(text.Length));
        var isMatch = IsRegexMatch(rented.AsSpan(0, Encoding.UTF8.GetChars(text, rented)), budget);
        ArrayPool<char>.Shared.Return(rented);
        return isMatch;
    }

    private bool IsRegexMatch(ReadOnlySpan<char> text, MatchBudget budget)
    {
        if (budget.Exhausted)
        {
            return false;
        }

        try
        {
            if (!_backtracks)
            {
                return _regex.IsMatch(text);
            }

            var begun = budget.Begin();
            var isMatch = _regex.IsMatch(text);
            budget.End(begun);
            return isMatch;
        }
        catch (RegexMatchTimeoutException)
        {
            budget.GiveUp();
            return false;
        }
    }

    // Null when bytes do not tell: a letter may be written as a character that is not ASCII, such as the Kelvin sign.
    private bool? FindLiteral(ReadOnlySpan<byte> text)
    {
        if (!_ignoresCase)
        {
            return ContainsLiteral(text);
        }

        var lower = ArrayPool<byte>.Shared.Rent(text.Length);
        var isAscii = Ascii.ToLower(text, lower, out var length) == OperationStatus.Done;
        bool? contained = isAscii ? ContainsLiteral(lower.AsSpan(0, length)) : null;
        ArrayPool<byte>.Shared.Return(lower);
        return contained;
    }

    private bool ContainsLiteral(ReadOnlySpan<byte> text)
    {
        foreach (var literal in _literals)
        {
            if (text.IndexOf(literal) >= 0)
            {
                return true;
            }
        }

        return false;
    }

    private static byte[] Lower(byte[] literal)
    {
        var lower = new byte[literal.Length];
        Ascii.ToLower(literal, lower, out _);
        return lower;
    }
}
