using System.Text;
using System.Text.RegularExpressions;
using Drover.Supervision.Logs.Text;
using FsCheck;
using FsCheck.Fluent;
using Xunit;

namespace Drover.UnitTests.Supervision.Logs.Text;

public sealed class LinePredicateTests
{
    [Theory]
    [InlineData("abc", "abc")]
    [InlineData("a|bcd", "a,bcd")]
    [InlineData("foo.*barbaz", "barbaz")]
    [InlineData(@"\bGET /api\b", "GET /api")]
    [InlineData("colou?r", "colo")]
    [InlineData("ab{2,3}cde", "cde")]
    [InlineData("a{b", "a{b")]
    [InlineData("[0-9]+ errors", " errors")]
    [InlineData("(?:x|y)tail", "tail")]
    [InlineData(@"a\.b", "a.b")]
    public void Texts_that_a_match_must_hold_are_found(string pattern, string literals) =>
        Assert.Equal(literals, string.Join(',', PatternLiterals.Find(pattern, out _).Select(Encoding.UTF8.GetString)));

    [Theory]
    [InlineData("(?i)abc")]
    [InlineData("a*")]
    [InlineData("abc|")]
    [InlineData(@"\d+")]
    [InlineData("(a|b)")]
    [InlineData("(?=abc)")]
    [InlineData(@"\x41BC")]
    [InlineData("[a-z-[aeiou]]xyz")]
    public void Patterns_that_tell_no_text_are_left_to_the_engine(string pattern) => Assert.Empty(PatternLiterals.Find(pattern, out _));

    [Fact]
    public void The_search_for_texts_never_changes_what_a_pattern_matches()
    {
        var alphabet = Gen.Elements("a", "b", "ab", "K", ".", "*", "+", "?", "|", "(", ")", "(?:", "[ab]", "[^a]", "{2}", "{", "}", "\\.", "\\d", "\\b", "^", "$", "é", "😀");
        var options = Gen.Elements("", "(?i)");
        var patterns = options.Zip(Gen.Choose(1, 8).SelectMany(count => Gen.ArrayOf(alphabet, count)).Select(string.Concat)).Select(pair => pair.Item1 + pair.Item2);
        var texts = Gen.Choose(0, 8).SelectMany(count => Gen.ArrayOf(Gen.Elements("a", "b", "A", "B", "k", "\u212A", ".", "1", "{2}", "é", "É", "😀", " "), count)).Select(string.Concat);
        Prop.ForAll(patterns.Zip(texts).ToArbitrary(), input =>
        {
            var (pattern, text) = input;
            return !LinePredicate.TryCreate(pattern, out var predicate, out _)
                || predicate.IsMatch(Encoding.UTF8.GetBytes(text)) == EngineSays(pattern, text);
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(3000));
    }

    [Theory]
    [InlineData("(")]
    [InlineData("[z-a]")]
    [InlineData("*a")]
    public void A_pattern_that_is_none_is_told_why(string pattern)
    {
        Assert.False(LinePredicate.TryCreate(pattern, out var predicate, out var error));
        Assert.Null(predicate);
        Assert.NotEmpty(error);
    }

    [Fact]
    public void A_match_sees_a_line_as_people_do()
    {
        var predicate = Create("^error: [a-z]+$");

        Assert.True(predicate.IsMatch("\u001b[31merror\u001b[0m: disk\r"u8));
        Assert.True(predicate.IsMatch("10 %\rerror: disk"u8));
        Assert.False(predicate.IsMatch("error: disk\r10 %"u8));
    }

    [Theory]
    [InlineData("^(a+)+$")]
    [InlineData(@"^(?=(a+)+$)\w+b")]
    [InlineData(@"(x+x+)+y\1")]
    public void A_hostile_pattern_ends(string pattern)
    {
        var predicate = Create(pattern);

        Assert.False(predicate.IsMatch(Encoding.UTF8.GetBytes(new string('a', 5000) + "!" + new string('x', 5000))));
    }

    [Theory]
    [InlineData("((((a{1,1000}){1,1000}){1,1000}){1,1000})b")]
    [InlineData(@"(\w{1,1000}){1,1000}=")]
    public void A_pattern_too_large_for_an_automaton_is_taken_or_refused_at_once(string pattern)
    {
        if (LinePredicate.TryCreate(pattern, out var predicate, out var error))
        {
            _ = predicate.IsMatch("aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"u8);
        }
        else
        {
            Assert.NotEmpty(error);
        }
    }

    // The same engine: the two of .NET do not agree on every pattern.
    private static bool EngineSays(string pattern, string text)
    {
        try
        {
            return Regex.IsMatch(text, pattern, RegexOptions.CultureInvariant | RegexOptions.NonBacktracking, TimeSpan.FromSeconds(10));
        }
        catch (NotSupportedException)
        {
            return Regex.IsMatch(text, pattern, RegexOptions.CultureInvariant, TimeSpan.FromSeconds(10));
        }
    }

    private static LinePredicate Create(string pattern) =>
        LinePredicate.TryCreate(pattern, out var predicate, out var error) ? predicate : throw new InvalidOperationException(error);
}
