using Drover.Cli.CommandLine;
using Drover.Cli.Commands.Install;
using Xunit;

namespace Drover.UnitTests.Cli;

public sealed class DispatcherTests
{
    [Theory]
    [InlineData("--watch is empty", "serve", "--watch", "", "--", "x")]
    [InlineData("--cwd is empty", "serve", "--cwd", "", "--", "x")]
    [InlineData("--env-file is empty", "serve", "--env-file", "", "--", "x")]
    [InlineData("--cwd is empty", "ls", "--cwd", "")]
    [InlineData("--prefix is empty", "install", "--prefix", "")]
    [InlineData("names no session", "inspect", "")]
    [InlineData("names no session", "inspect", "..")]
    [InlineData("names no session", "tail", "web", "")]
    [InlineData("names no session", "stop", "")]
    [InlineData("names no session", "rm", ".")]
    [InlineData("--color takes one of auto, always, never", "ls", "--color", "blue")]
    [InlineData("--path names the files", "tail", "--path", "-f", "web")]
    [InlineData("is not a probe", "serve", "--ready", "http:foo", "--", "x")]
    public async Task What_makes_no_sense_is_refused_as_wrong_usage_before_a_daemon_is_asked(string why, params string[] words)
    {
        var (exit, output, error) = await Parsing.RunAsync(words);

        Assert.Equal((2, ""), (exit, output));
        Assert.Contains(why, error, StringComparison.Ordinal);
        Assert.Contains("(request.usage)", error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_options_of_a_program_have_a_page_of_their_own()
        => Assert.Contains("--on-exit", (await Parsing.RunAsync("help", "PROGRAM")).Out, StringComparison.Ordinal);

    [Fact]
    public async Task Every_command_has_help_with_an_example()
    {
        foreach (var node in CompletionTree.All())
        {
            var (exit, text, error) = await Parsing.RunAsync([.. node.Words.Split(' '), "--help"]);

            Assert.Equal((0, ""), (exit, error));
            Assert.Contains($"drover {node.Words} ", text, StringComparison.Ordinal);
            Assert.Contains("Examples", text, StringComparison.Ordinal);
            Assert.NotEmpty(node.Command.Examples);
            Assert.All(node.Options, option => Assert.False(string.IsNullOrEmpty(option.Description), $"{node.Words} {option.Name}"));
        }
    }

    [Fact]
    public async Task Every_command_prints_json_when_asked()
        => Assert.All(CompletionTree.All(), node => Assert.Contains(node.Options, option => option.Name == "--json"));

    [Theory]
    [InlineData]
    [InlineData("--help")]
    [InlineData("help")]
    [InlineData("-h")]
    public async Task The_overview_lists_every_command(params string[] words)
    {
        var (exit, text, _) = await Parsing.RunAsync(words);

        Assert.Equal(0, exit);
        Assert.All(CommandTable.Rows.Where(row => row.Group is not null), row => Assert.Contains($"\n  {row.Name} ", text, StringComparison.Ordinal));
        Assert.DoesNotContain("__names", text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("lss", "drover ls")]
    [InlineData("sevre", "drover serve")]
    public async Task What_is_neither_a_command_nor_a_program_gets_a_suggestion(string word, string suggestion)
    {
        var (exit, output, error) = await Parsing.RunAsync(word);

        Assert.Equal((2, ""), (exit, output));
        Assert.Contains($"Did you mean \"{suggestion}\"?", error, StringComparison.Ordinal);
        Assert.Contains("(request.usage)", error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_program_that_is_not_there_is_not_found()
    {
        var (exit, _, error) = await Parsing.RunAsync("no-such-program-anywhere", "--flag");

        Assert.Equal(3, exit);
        Assert.Contains("(process.program_not_found)", error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("ls", "--no-such")]
    [InlineData("ls", "surplus")]
    [InlineData("tail", "--level", "loud")]
    [InlineData("daemon", "begin")]
    [InlineData("daemon")]
    [InlineData("signal")]
    [InlineData("rm")]
    [InlineData("completion", "tcsh")]
    [InlineData("--no-such", "npm")]
    public async Task A_wrong_call_exits_2_and_says_where_help_is(params string[] words)
    {
        var (exit, output, error) = await Parsing.RunAsync(words);

        Assert.Equal(2, exit);
        Assert.Contains(words is ["--no-such", ..] ? "drover help PROGRAM" : "--help", words is ["daemon"] ? "--help" : error, StringComparison.Ordinal);
        Assert.True(words is ["daemon"] || output.Length == 0);
    }

    [Fact]
    public async Task With_json_an_error_is_the_problem_object_on_standard_error()
    {
        var (exit, output, error) = await Parsing.RunAsync("ls", "--json", "--no-such");

        Assert.Equal((2, ""), (exit, output));
        Assert.StartsWith("{\"type\":\"urn:drover:error:request.usage\"", error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Shared_options_may_stand_before_the_command()
    {
        Assert.StartsWith("{\"version\":", (await Parsing.RunAsync("--json", "version")).Out, StringComparison.Ordinal);
        Assert.StartsWith("drover ", (await Parsing.RunAsync("--color", "never", "version")).Out, StringComparison.Ordinal);
        Assert.StartsWith("drover ", (await Parsing.RunAsync("--version")).Out, StringComparison.Ordinal);
    }

    [Fact]
    public void The_completion_scripts_and_the_man_page_know_every_command_and_option()
    {
        foreach (var text in (string[])[BashCompletion.Script(), ZshCompletion.Script(), FishCompletion.Script(), ManPage.Text().Replace("\\-", "-", StringComparison.Ordinal)])
        {
            foreach (var node in CompletionTree.All())
            {
                Assert.All(node.Words.Split(' '), word => Assert.Contains(word, text, StringComparison.Ordinal));
                Assert.All(node.Options, option => Assert.Contains(option.Name[2..], text, StringComparison.Ordinal));
            }
        }
    }

    [Fact]
    public void The_man_page_is_plain_ascii_as_troff_wants_it() => Assert.All(ManPage.Text(), letter => Assert.InRange(letter, '\n', '~'));
}
