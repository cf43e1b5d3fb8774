using Drover.Contracts.Errors;
using Drover.Daemon.Configuration;
using Xunit;

namespace Drover.UnitTests.Daemon.Configuration;

public sealed class EnvFileTests
{
    [Fact]
    public void The_null_device_is_a_file_without_variables() => Assert.Empty(EnvFile.Read("/dev/null", ErrorCodes.DaemonConfigInvalid).Value);

    [Fact]
    public void Comments_quotes_and_export_are_understood_and_references_are_left_alone()
    {
        var read = EnvFile.Parse(
            """
            # comment
            export NAME=plain value   # behind a blank
            QUOTED="two\nlines \" and # none"  # comment
            LITERAL='no $escapes\n'
            EMPTY=
            URL=http://host/#fragment
              SPACED  =  x
            """,
            "x.env",
            ErrorCodes.DaemonConfigInvalid);

        Assert.Equal("plain value", read.Value["NAME"]);
        Assert.Equal("two\nlines \" and # none", read.Value["QUOTED"]);
        Assert.Equal("no $escapes\\n", read.Value["LITERAL"]);
        Assert.Equal("", read.Value["EMPTY"]);
        Assert.Equal("http://host/#fragment", read.Value["URL"]);
        Assert.Equal("x", read.Value["SPACED"]);
    }

    [Theory]
    [InlineData("OK=1\nnot a pair", "2")]
    [InlineData("=x", "1")]
    [InlineData("A=\"open", "1")]
    [InlineData("A='x' y", "1")]
    [InlineData("A B=1", "1")]
    public void A_line_that_is_no_pair_is_named(string text, string line)
    {
        var error = EnvFile.Parse(text, "x.env", ErrorCodes.RequestEnvFileUnreadable).Error;

        Assert.Equal(ErrorCodes.RequestEnvFileUnreadable, error?.Code);
        Assert.Equal(line, error?.Details?["line"]);
    }

    [Fact]
    public void A_file_that_is_not_there_is_an_error_with_its_path() =>
        Assert.Equal("/nowhere/x.env", EnvFile.Read("/nowhere/x.env", ErrorCodes.RequestEnvFileUnreadable).Error?.Details?["path"]);
}
