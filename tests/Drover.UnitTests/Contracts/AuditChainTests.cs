using Drover.Contracts.Tasks;
using Xunit;

namespace Drover.UnitTests.Contracts;

public sealed class AuditChainTests
{
    private static readonly string[] Lines = Export("""{"n":1,"what":"created"}""", """{"n":2,"what":"\"quoted\" \u00e4 ä"}""", """{"n":3,"what":"merged"}""");

    [Fact]
    public void What_was_sealed_is_right_from_any_line_on()
    {
        Assert.Null(FirstBreak(Lines));
        Assert.Null(FirstBreak(Lines[1..]));
        Assert.Contains($"\"prev\":\"{AuditChain.Beginning}\"", Lines[0], StringComparison.Ordinal);
    }

    [Fact]
    public void A_line_that_was_changed_is_found()
    {
        for (var at = 0; at < Lines.Length; at++)
        {
            var changed = Lines.ToArray();
            changed[at] = changed[at].Replace("\"what\":\"", "\"what\":\"not ", StringComparison.Ordinal);
            Assert.Equal(at, FirstBreak(changed));
        }
    }

    [Fact]
    public void Lines_taken_out_put_in_twice_or_moved_are_found()
    {
        Assert.Equal(1, FirstBreak([Lines[0], Lines[2]]));
        Assert.Equal(2, FirstBreak([Lines[0], Lines[1], Lines[1], Lines[2]]));
        Assert.Equal(1, FirstBreak([Lines[0], Lines[2], Lines[1]]));
    }

    [Fact]
    public void One_that_was_made_up_with_a_hash_of_its_own_breaks_the_chain_behind_it()
    {
        AuditChain.FindBreak(Lines[0], null, out var first);
        var forged = AuditChain.Seal(first, """{"n":2,"what":"nothing"}""", out _);
        Assert.Equal(2, FirstBreak([Lines[0], forged, Lines[2]]));
    }

    [Theory]
    [InlineData("")]
    [InlineData("{}")]
    [InlineData("not JSON at all")]
    [InlineData("""{"n":1,"prev":"","hash":""}""")]
    public void What_is_no_line_of_an_export_is_told_as_such(string line) =>
        Assert.StartsWith("It is no line of an audit export", AuditChain.FindBreak(line, null, out _), StringComparison.Ordinal);

    private static string[] Export(params string[] entries)
    {
        var hash = AuditChain.Beginning;
        return [.. entries.Select(entry => AuditChain.Seal(hash, entry, out hash))];
    }

    private static int? FirstBreak(string[] lines)
    {
        string? previous = null;
        for (var at = 0; at < lines.Length; at++)
        {
            if (AuditChain.FindBreak(lines[at], previous, out var hash) is not null)
            {
                return at;
            }

            previous = hash;
        }

        return null;
    }
}
