using System.Text.Json;
using Drover.TestKit;
using Xunit;

namespace Drover.EndToEndTests.Tasks;

/// <summary>The life of a task as somebody lives it who types commands.</summary>
public sealed class TaskLifeTests
{
    [Fact]
    public async Task A_task_is_made_followed_and_looked_at_with_its_checks()
    {
        await using var home = new DroverHome();
        using var repository = await Repository.InAsync(home);

        var made = (await home.RunAsync("task", "new", "Louder", "--command", "sed -i s/two/TWO/ a.txt; echo new > c.txt; echo did it", "--check", "grep -q TWO a.txt", "--check", "exit 4", "--start", "--follow")).Succeeded();

        var id = made.Output.Split('\n')[0];
        Assert.Contains("did it", made.Output, StringComparison.Ordinal);
        Assert.Contains("check grep -q TWO a.txt passed", made.Output, StringComparison.Ordinal);
        Assert.Contains("ready-for-review: ", made.Error, StringComparison.Ordinal);
        Assert.Contains($"drover task diff {id}", made.Error, StringComparison.Ordinal);
        Assert.Equal("one\ntwo\nthree\n", repository.Read("a.txt"));
        Assert.False(repository.Has("c.txt"));

        var row = (await home.RunAsync("task", "ls")).Succeeded().Output.Split('\n')[1].Split('\t');
        Assert.StartsWith(row[0], id, StringComparison.Ordinal);
        Assert.Equal(["ready-for-review", "shell", "Louder", "2 files +2 -1"], row[1..5]);

        var shown = (await home.RunAsync("task", "show", row[0])).Succeeded();
        Assert.Contains("passed  grep -q TWO a.txt", shown.Output, StringComparison.Ordinal);
        Assert.Contains("failed (4)  exit 4", shown.Output, StringComparison.Ordinal);
        Assert.Contains($"drover task merge {row[0]}", shown.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Its_diff_is_a_patch_that_git_applies()
    {
        await using var home = new DroverHome();
        using var repository = await Repository.InAsync(home);
        var id = await MadeAsync(home, "sed -i s/two/TWO/ a.txt; mkdir new; echo ö > 'new/d e.txt'; rm b.txt");

        var patch = (await home.RunAsync("task", "diff", id)).Succeeded().Output;
        repository.Write("the.patch", patch);
        await repository.GitAsync("apply", "the.patch");

        Assert.Equal("one\nTWO\nthree\n", repository.Read("a.txt"));
        Assert.Equal("ö\n", repository.Read("new/d e.txt"));
        Assert.False(repository.Has("b.txt"));
        Assert.Equal("STATUS\tADDED\tREMOVED\tFILE\nmodified\t+1\t-1\ta.txt\n", (await home.RunAsync("task", "diff", id, "--stat", "--file", "a.txt")).Succeeded().Output);
        Assert.Contains("new/d e.txt", (await home.RunAsync("task", "diff", id, "--json")).Succeeded().Output, StringComparison.Ordinal);
        Assert.Contains("\e[32m+TWO\e[0m", (await home.RunAsync("task", "diff", id, "--color", "always")).Succeeded().Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_question_is_told_with_the_command_that_answers_it_and_goes_on_when_answered()
    {
        await using var home = new DroverHome();
        using var repository = await Repository.InAsync(home);

        var asked = (await home.RunAsync("task", "new", "Ask", "-c", "echo 'Do you want to proceed'; read answer; echo \"said $answer\"", "--start", "--follow")).Succeeded();
        var id = asked.Output.Split('\n')[0];
        Assert.Contains("needs-input: ", asked.Error, StringComparison.Ordinal);
        Assert.Contains($"drover task reply {id}", asked.Error, StringComparison.Ordinal);

        await using var follower = home.Start("task", "events", "-f", id);
        await follower.LineAsync("Waits for a person");
        (await home.RunAsync("task", "reply", id, "yes,", "do")).Succeeded();
        await follower.LineAsync("said yes, do");
        Assert.Equal(0, (await follower.EndAsync()).ExitCode);
        Assert.Contains("completed", (await home.RunAsync("task", "show", id)).Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_start_that_needs_an_approval_says_so_and_happens_when_it_is_given()
    {
        await using var home = new DroverHome();
        using var repository = await Repository.InAsync(home);
        var gated = await home.RunAsync("task", "new", "Gate", "-c", "echo through", "--require-approval", "--start");
        var id = gated.Output.TrimEnd('\n');
        Assert.Equal(4, gated.ExitCode);
        Assert.Contains($"drover task approve {id}", gated.Error, StringComparison.Ordinal);

        (await home.RunAsync("task", "approve", id, "-m", "looks fine")).Succeeded();
        var events = (await home.RunAsync("task", "events", "-f", id)).Succeeded().Output;

        Assert.Contains("looks fine", events, StringComparison.Ordinal);
        Assert.Contains("through", events, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Failing_and_stopping_are_told_by_the_exit_code_and_a_new_attempt_keeps_the_history()
    {
        await using var home = new DroverHome();
        using var repository = await Repository.InAsync(home);
        var failed = await home.RunAsync("task", "new", "Fail", "-c", "test -e once || { touch once; exit 3; }; echo fine", "--start", "--follow");
        var id = failed.Output.Split('\n')[0];
        Assert.Equal(1, failed.ExitCode);
        Assert.Contains($"drover task start {id}", failed.Error, StringComparison.Ordinal);

        var again = (await home.RunAsync("task", "start", id, "--follow")).Succeeded();
        Assert.Contains("fine", again.Output, StringComparison.Ordinal);
        Assert.DoesNotContain("Attempt 1", again.Output, StringComparison.Ordinal);
        Assert.Contains("Attempt 1", (await home.RunAsync("task", "events", id)).Output, StringComparison.Ordinal);

        await using var endless = home.Start("task", "new", "Endless", "-c", "echo ready; sleep 1000", "--start", "--follow");
        var other = await endless.LineAsync(_ => true);
        await endless.LineAsync("ready");
        (await home.RunAsync("task", "stop", other)).Succeeded();
        var end = await endless.EndAsync();
        Assert.Equal(1, end.ExitCode);
        Assert.Contains("stopped: ", end.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Ctrl_C_ends_the_view_and_not_the_task()
    {
        await using var home = new DroverHome();
        using var repository = await Repository.InAsync(home);
        await using var view = home.Start("task", "new", "Endless", "-c", "echo ready; sleep 1000", "--start", "--follow");
        var id = await view.LineAsync(_ => true);
        await view.LineAsync("stdout            ready");

        await Cli.Signals.SendAsync("INT", view.Pid);

        var end = await view.EndAsync();
        Assert.Equal(130, end.ExitCode);
        Assert.Contains($"drover task stop {id}", end.Error, StringComparison.Ordinal);
        Assert.Equal(id + "\n", (await home.RunAsync("task", "ls", "-q", "--status", "running")).Succeeded().Output);
    }

    [Fact]
    public async Task Comments_wait_until_they_are_sent()
    {
        await using var home = new DroverHome();
        using var repository = await Repository.InAsync(home);
        var id = await MadeAsync(home, "echo four >> a.txt");

        var commented = (await home.RunAsync("task", "comment", id, "a.txt:4", "why", "four?")).Succeeded();
        Assert.Contains("reply", commented.Error, StringComparison.Ordinal);
        var shown = (await home.RunAsync("task", "show", id)).Succeeded().Output;
        Assert.Contains("a.txt:4: why four? (not sent yet)", shown, StringComparison.Ordinal);

        // The shell has no conversation that could be resumed.
        var replied = await home.RunAsync("task", "reply", id, "--comments");
        Assert.Equal(4, replied.ExitCode);
        Assert.Contains($"drover task start {id}", replied.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task As_JSON_everything_is_the_daemons_own()
    {
        await using var home = new DroverHome();
        using var repository = await Repository.InAsync(home);
        var lines = (await home.RunAsync("task", "new", "Json", "-c", "echo x", "--start", "--follow", "--json")).Succeeded().Output.Split('\n', StringSplitOptions.RemoveEmptyEntries);

        using var task = JsonDocument.Parse(lines[0]);
        var id = task.RootElement.GetProperty("id").GetString()!;
        Assert.Equal("Json", task.RootElement.GetProperty("title").GetString());
        var numbers = lines.Skip(1).Select(line => JsonDocument.Parse(line).RootElement.GetProperty("seq").GetInt64()).ToList();
        Assert.Equal(Enumerable.Range(1, numbers.Count).Select(number => (long)number), numbers);
        using var all = JsonDocument.Parse((await home.RunAsync("task", "events", id, "--json")).Succeeded().Output);
        Assert.Equal(numbers.Count, all.RootElement.GetArrayLength());
        Assert.Contains("\"status\":\"completed\"", (await home.RunAsync("task", "show", id, "--json")).Succeeded().Output, StringComparison.Ordinal);
    }

    internal static async Task<string> MadeAsync(DroverHome home, string command) =>
        (await home.RunAsync("task", "new", "Work", "--command", command, "--start", "--follow")).Succeeded().Output.Split('\n')[0];
}
