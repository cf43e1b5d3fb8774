using Drover.TestKit;
using Xunit;

namespace Drover.EndToEndTests.Tasks;

public sealed class TaskMergeTests
{
    [Fact]
    public async Task What_was_shown_is_merged_beside_local_edits_and_the_worktree_comes_and_goes()
    {
        await using var home = new DroverHome();
        using var repository = await Repository.InAsync(home);
        var id = await TaskLifeTests.MadeAsync(home, "sed -i s/two/TWO/ a.txt");
        repository.Write("b.txt", "mine\n");

        var kept = await home.RunAsync("task", "cleanup", id);
        Assert.Equal(4, kept.ExitCode);
        Assert.Contains($"drover task cleanup --force {id}", kept.Error, StringComparison.Ordinal);

        var merged = (await home.RunAsync("task", "merge", id, "--mode", "squash", "-m", "Louder", "--yes")).Succeeded();
        Assert.Contains("modified\t+1\t-1\ta.txt", merged.Output, StringComparison.Ordinal);
        Assert.Equal("one\nTWO\nthree\n", repository.Read("a.txt"));
        Assert.Equal("mine\n", repository.Read("b.txt"));
        Assert.Equal("Louder\n", await repository.GitAsync("log", "-1", "--format=%s"));
        Assert.Equal(4, (await home.RunAsync("task", "merge", id, "--yes")).ExitCode);

        (await home.RunAsync("task", "cleanup", id)).Succeeded();
        Assert.DoesNotContain(id, await repository.GitAsync("worktree", "list"), StringComparison.Ordinal);
        (await home.RunAsync("task", "restore", id)).Succeeded();
        Assert.Contains(id, await repository.GitAsync("worktree", "list"), StringComparison.Ordinal);
        (await home.RunAsync("task", "cleanup", id)).Succeeded();
        (await home.RunAsync("task", "rm", id)).Succeeded();
        Assert.Equal(3, (await home.RunAsync("task", "show", id)).ExitCode);
    }

    [Fact]
    public async Task Conflicts_are_shown_with_their_files_and_change_nothing()
    {
        await using var home = new DroverHome();
        using var repository = await Repository.InAsync(home);
        var id = await TaskLifeTests.MadeAsync(home, "sed -i s/two/TWO/ a.txt");
        repository.Write("a.txt", "one\nzwei\nthree\n");
        await repository.CommitAsync("in German");

        var refused = await home.RunAsync("task", "merge", id, "--yes");

        Assert.Equal(4, refused.ExitCode);
        Assert.Contains("  a.txt\n", refused.Error, StringComparison.Ordinal);
        Assert.Contains("zwei", refused.Error, StringComparison.Ordinal);
        Assert.Contains(">>>>>>>", refused.Error, StringComparison.Ordinal);
        Assert.Contains($"drover task update {id}", refused.Error, StringComparison.Ordinal);
        Assert.Equal("one\nzwei\nthree\n", repository.Read("a.txt"));
        Assert.Contains("\"conflicts\":", (await home.RunAsync("task", "merge", id, "--yes", "--json")).Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Work_is_brought_onto_what_came_since_and_only_what_was_reviewed_is_merged()
    {
        await using var home = new DroverHome();
        using var repository = await Repository.InAsync(home);
        var id = await TaskLifeTests.MadeAsync(home, "sed -i s/two/TWO/ a.txt");
        var reviewed = (await home.RunAsync("task", "diff", id, "--json")).Succeeded().Json.GetProperty("head_commit").GetString()!;
        repository.Write("b.txt", "newer\n");
        await repository.CommitAsync("newer");
        Assert.Contains($"drover task update {id}", (await home.RunAsync("task", "diff", id)).Error, StringComparison.Ordinal);

        (await home.RunAsync("task", "update", id)).Succeeded();

        Assert.Equal(4, (await home.RunAsync("task", "merge", id, "--expected-head", reviewed, "--yes")).ExitCode);
        (await home.RunAsync("task", "merge", id, "--mode", "merge", "--delete-after", "--yes")).Succeeded();
        Assert.Equal("one\nTWO\nthree\n", repository.Read("a.txt"));
        Assert.Equal("newer\n", repository.Read("b.txt"));
    }

    [Fact]
    public async Task On_a_terminal_it_shows_the_files_and_asks()
    {
        await using var home = new DroverHome();
        using var repository = await Repository.InAsync(home);
        var id = await TaskLifeTests.MadeAsync(home, "sed -i s/two/TWO/ a.txt");

        foreach (var (answer, exitCode, text) in new[] { ("n", 130, "one\ntwo\nthree\n"), ("y", 0, "one\nTWO\nthree\n") })
        {
            await using var asked = home.OnTerminal("task", "merge", id);
            await asked.LineAsync("a.txt");
            await asked.Input.WriteAsync(answer + "\n");
            await asked.Input.FlushAsync(Patience.Token);
            Assert.Equal(exitCode, (await asked.EndAsync()).ExitCode);
            Assert.Equal(text, repository.Read("a.txt"));
        }
    }
}
