using System.Text;
using Drover.Daemon.Features.Tasks.Runners;
using Drover.Supervision.Logs;
using Drover.Supervision.Supervisor;
using Xunit;

namespace Drover.UnitTests.Daemon.Tasks.Runners;

/// <summary>Programs that print text, and whether they wait for somebody.</summary>
public sealed class PlainDialogueTests
{
    private readonly PlainDialogue _shell = new(listens: true);

    [Theory]
    [InlineData("Overwrite the file? Do you want to proceed")]
    [InlineData("This step REQUIRES APPROVAL.")]
    [InlineData("  Continue? ")]
    [InlineData("""{"type":"permission_request","text":"x"}""")]
    [InlineData("""{"needs_input":true}""")]
    [InlineData("{not json, but waiting for input")]
    public void A_line_in_words_that_are_known_asks(string line) =>
        Assert.Equal(RunnerEventCategory.NeedsInput, Assert.Single(_shell.Line(LogStream.Stdout, line).Events).Category);

    [Theory]
    [InlineData("everything proceeds")]
    [InlineData("""{"type":"log","text":"approval required"}""")]
    [InlineData("""{"type":["needs_input"],"needs_input":"true"}""")]
    [InlineData("")]
    public void Other_lines_do_not(string line) => Assert.Empty(_shell.Line(LogStream.Stdout, line).Events);

    [Theory]
    [InlineData("Name: ", true)]
    [InlineData("Overwrite? [y/N] ", true)]
    [InlineData("> ", true)]
    [InlineData("Compiling", false)]
    [InlineData("[=====>   ]", false)]
    [InlineData("\rloading\rPassword:", true)]
    [InlineData(" 97% done:", false)]
    [InlineData("   ", false)]
    public void A_text_without_its_end_asks_when_it_looks_like_a_question(string text, bool asks) =>
        Assert.Equal(asks ? 1 : 0, _shell.Unfinished(LogStream.Stdout, Encoding.UTF8.GetBytes(text)).Events.Count);

    [Fact]
    public void What_was_asked_is_told_once()
    {
        Assert.Single(_shell.Unfinished(LogStream.Stdout, "Continue? "u8).Events);
        Assert.Empty(_shell.Unfinished(LogStream.Stdout, "Continue? "u8).Events);
        Assert.Empty(_shell.Line(LogStream.Stdout, "Continue? ").Events);
        Assert.Single(_shell.Line(LogStream.Stdout, "Continue? ").Events);
    }

    [Fact]
    public void Lines_of_Drover_itself_ask_nothing() => Assert.Empty(_shell.Line(LogStream.System, "approval required").Events);

    [Fact]
    public void A_reply_is_a_line()
    {
        Assert.Equal("yes\n", Talk.Text(_shell.Reply("yes")!.Writes[0]));
        Assert.Null(new PlainDialogue(listens: false).Reply("yes"));
    }

    [Fact]
    public void The_exit_code_is_the_outcome()
    {
        Assert.True(_shell.End(new ProcessExit.Exited(0)).IsSuccess);
        Assert.Equal("The command exited with code 3.", _shell.End(new ProcessExit.Exited(3)).Reason);
        Assert.Equal("The command was killed by signal 15.", _shell.End(new ProcessExit.Signaled(15)).Reason);
    }
}
