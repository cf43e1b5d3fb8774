using Drover.TestKit;
using Xunit;

namespace Drover.EndToEndTests.Tasks;

public sealed class WrongTaskInputTests
{
    [Theory]
    [InlineData(2, "--runner", "task", "new", "No runner")]
    [InlineData(3, "drover runners", "task", "new", "Unknown runner", "--runner", "nobody")]
    [InlineData(2, "--command", "task", "new", "No command", "--runner", "shell")]
    [InlineData(2, "not both", "task", "new", "Two", "--runner", "shell", "--best-of", "shell,codex")]
    [InlineData(2, "minutes", "task", "new", "Long", "-c", "true", "--budget", "soon")]
    [InlineData(2, "240", "task", "new", "Long", "-c", "true", "--budget", "10h")]
    [InlineData(2, "240", "task", "new", "Short", "-c", "true", "--budget", "0")]
    [InlineData(2, "--start", "task", "new", "Follow", "-c", "true", "--follow")]
    [InlineData(2, "title", "task", "new", "", "-c", "true")]
    [InlineData(3, "drover task ls", "task", "new", "After", "-c", "true", "--depends-on", "nothing")]
    [InlineData(3, "no folder", "task", "new", "Nowhere", "-c", "true", "--workspace", "/no/such/folder")]
    [InlineData(3, "drover task ls", "task", "show", "nothing")]
    [InlineData(3, "drover task ls", "task", "merge", "nothing", "--yes")]
    [InlineData(2, "names no task", "task", "stop", "..")]
    [InlineData(2, "Say something", "task", "reply", "nothing")]
    [InlineData(2, "not both", "task", "approve", "nothing", "--deny", "--session")]
    [InlineData(2, "soon", "task", "extend", "nothing", "soon")]
    [InlineData(2, "Did you mean", "task", "sart", "x")]
    [InlineData(2, "cannot be read", "audit", "verify", "/no/such/file")]
    public async Task What_is_wrong_is_told_with_what_to_do(int exitCode, string says, params string[] words)
    {
        await using var home = new DroverHome();
        using var repository = await Repository.InAsync(home);

        var refused = await home.RunAsync(words);

        Assert.Contains(says, refused.Error, StringComparison.Ordinal);
        Assert.Equal(exitCode, refused.ExitCode);
        Assert.Equal("", (await home.RunAsync("task", "ls", "-q")).Succeeded().Output);
    }

    [Fact]
    public async Task What_a_state_does_not_allow_is_refused_with_the_command_that_comes_first()
    {
        await using var home = new DroverHome();
        using var repository = await Repository.InAsync(home);
        var id = await TaskLifeTests.MadeAsync(home, "echo x > x");

        foreach (var (exitCode, says, words) in new (int, string, string[])[]
        {
            (4, "drover task start", ["task", "stop", id]),
            (4, "drover task start", ["task", "extend", id, "5"]),
            (4, "drover task cleanup", ["task", "rm", id]),
            (3, "drover task show", ["task", "approve", id, "nothing"]),
            (3, "drover task show", ["task", "approve", id, "--deny"]),
            (3, "no file", ["task", "diff", id, "--file", "../../etc/passwd"]),
            (2, "within the repository", ["task", "comment", id, "/etc/passwd", "x"]),
            (2, "--yes", ["task", "merge", id]),
            (2, "--yes", ["task", "push", id]),
        })
        {
            var refused = await home.RunAsync(words);
            Assert.Contains(says, refused.Error, StringComparison.Ordinal);
            Assert.Equal(exitCode, refused.ExitCode);
        }

        Assert.False(repository.Has("x"));
    }

    [Fact]
    public async Task Prompts_may_begin_with_a_dash_and_come_from_standard_input()
    {
        await using var home = new DroverHome();
        using var repository = await Repository.InAsync(home);
        await using var piped = home.Start("task", "new", "Piped", "-c", "true", "--prompt", "-", "--json");
        await piped.Input.WriteAsync("-- line one\nline two\n");
        piped.Input.Close();

        Assert.Contains("\"prompt\":\"-- line one\\nline two\\n\"", (await piped.EndAsync()).Succeeded().Output, StringComparison.Ordinal);
        Assert.Contains("\"prompt\":\"--help me\"", (await home.RunAsync("task", "new", "Dash", "-c", "true", "--prompt=--help me", "--json")).Succeeded().Output, StringComparison.Ordinal);
    }
}
