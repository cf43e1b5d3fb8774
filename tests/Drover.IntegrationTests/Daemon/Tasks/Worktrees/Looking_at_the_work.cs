using Drover.Contracts.Errors;
using Drover.Contracts.Tasks;
using Drover.Daemon.Features.Tasks.Worktrees.Git;
using Drover.TestKit;
using Xunit;
using static Drover.IntegrationTests.Daemon.Tasks.Worktrees.Repository;

namespace Drover.IntegrationTests.Daemon.Tasks.Worktrees;

public sealed class Looking_at_the_work : IDisposable
{
    private readonly Repository _repository = new();

    [Fact]
    public async Task Committed_staged_changed_untracked_and_deleted_files_are_all_there_and_ignored_ones_are_not()
    {
        var worktree = await _repository.WorktreeAsync();
        Repository.Write(worktree.Path, "committed.txt", "1\n");
        GitIn(worktree.Path, "add", "-A");
        GitIn(worktree.Path, "commit", "-q", "-m", "The agent's");
        Repository.Write(worktree.Path, "staged.txt", "1\n");
        GitIn(worktree.Path, "add", "staged.txt");
        Repository.Write(worktree.Path, "a.txt", "one\n2\nthree\n");
        Repository.Write(worktree.Path, "größe \"x\"\t.txt", "1\n2\n");
        Repository.Write(worktree.Path, "noise.log", "ignored\n");
        File.Delete(Path.Combine(worktree.Path, "b.txt"));
        var before = GitIn(worktree.Path, "status", "--porcelain");

        var diff = await _repository.DiffAsync(worktree);
        Assert.Equal(before, GitIn(worktree.Path, "status", "--porcelain"));
        Assert.Equal(
            ["a.txt Modified 1 1", "b.txt Deleted 0 1", "committed.txt Added 1 0", "größe \"x\"\t.txt Added 2 0", "staged.txt Added 1 0"],
            diff.Files.Select(file => $"{file.Path} {file.Status} {file.Added} {file.Removed}"));
        Assert.Contains("5 files changed, 5 insertions(+), 2 deletions(-)", diff.Stat, StringComparison.Ordinal);
        Assert.Contains("-two\n+2\n", diff.Patch, StringComparison.Ordinal);
        Assert.Equal((true, false, false), (diff.Isolated, diff.BaseMoved, diff.Truncated));

        var head = await _repository.CommitAsync(worktree);
        Assert.Equal("Drover <drover@localhost>", GitIn(worktree.Path, "log", "-1", "--format=%an <%ae>"));
        Assert.Equal("", GitIn(worktree.Path, "status", "--porcelain"));
        var after = await _repository.DiffAsync(worktree);
        Assert.Equal((head, diff.Patch), (after.HeadCommit, after.Patch));
        Assert.Equal(head, await _repository.CommitAsync(worktree));
        Assert.Equal(head, _repository.Git("rev-parse", worktree.KeptRef));
    }

    [Fact]
    public async Task Renames_modes_binaries_links_and_kinds_show_as_what_they_are()
    {
        var worktree = await _repository.WorktreeAsync();
        File.Move(Path.Combine(worktree.Path, "a.txt"), Path.Combine(worktree.Path, "moved.txt"));
        File.SetUnixFileMode(Path.Combine(worktree.Path, "b.txt"), UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        File.WriteAllBytes(Path.Combine(worktree.Path, "image.png"), [0, 1, 2, 0xff]);
        File.Delete(Path.Combine(worktree.Path, "web/app.js"));
        File.CreateSymbolicLink(Path.Combine(worktree.Path, "web/app.js"), "../b.txt");

        var files = (await _repository.DiffAsync(worktree)).Files.ToDictionary(file => file.Path);
        Assert.Equal((TaskDiffStatus.Renamed, "a.txt"), (files["moved.txt"].Status, files["moved.txt"].OldPath));
        Assert.Equal(("100644", "100755", TaskDiffStatus.Modified), (files["b.txt"].OldMode, files["b.txt"].NewMode, files["b.txt"].Status));
        Assert.Equal((true, 0, null), (files["image.png"].Binary, files["image.png"].Added, files["image.png"].OldMode));
        Assert.Equal((TaskDiffStatus.TypeChanged, "120000"), (files["web/app.js"].Status, files["web/app.js"].NewMode));
        Assert.StartsWith("diff --git a/a.txt b/moved.txt\nsimilarity index 100%", (await _repository.DiffAsync(worktree, "moved.txt")).Patch, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("../../../etc/passwd")]
    [InlineData("/etc/passwd")]
    [InlineData("*")]
    [InlineData(":(top)a.txt")]
    [InlineData("--output=/tmp/x")]
    [InlineData("")]
    [InlineData("b.txt")]
    public async Task Only_a_file_of_the_diff_can_be_asked_for(string path)
    {
        var worktree = await _repository.WorktreeAsync();
        Repository.Write(worktree.Path, "a.txt", "changed\n");
        Bad(await _repository.Service.DiffAsync(worktree, path, Patience.Token), ErrorCodes.WorktreeFileNotInDiff);
        Assert.Single((await _repository.DiffAsync(worktree, "a.txt")).Files);
    }

    [Fact]
    public async Task A_file_named_like_an_option_or_a_pattern_is_a_file()
    {
        var worktree = await _repository.WorktreeAsync();
        Repository.Write(worktree.Path, "-x", "dash\n");
        Repository.Write(worktree.Path, "[ab]*.txt", "star\n");
        Repository.Write(worktree.Path, ":(exclude)q", "colon\n");
        Assert.Contains("+star", (await _repository.DiffAsync(worktree, "[ab]*.txt")).Patch, StringComparison.Ordinal);
        Assert.Contains("+colon", (await _repository.DiffAsync(worktree, ":(exclude)q")).Patch, StringComparison.Ordinal);
        Good(await _repository.MergeAsync(worktree));
        Assert.Equal("dash\n", _repository.Read("-x"));
    }

    [Fact]
    public async Task A_large_diff_comes_in_whole_files_and_the_rest_one_by_one()
    {
        var worktree = await _repository.WorktreeAsync();
        for (var number = 0; number < 30; number++)
        {
            Repository.Write(worktree.Path, $"f{number:00}.txt", string.Concat(Enumerable.Repeat($"line of file {number}\n", 4000)));
        }

        Repository.Write(worktree.Path, "huge.txt", string.Concat(Enumerable.Range(0, 400_000).Select(line => $"line {line}\n")));
        var diff = await _repository.DiffAsync(worktree);
        Assert.True(diff.Truncated);
        Assert.Equal(31, diff.Files.Count);
        Assert.InRange(diff.Patch.Length, 500_000, 1 << 20);
        Assert.EndsWith("\n", diff.Patch, StringComparison.Ordinal);
        var one = await _repository.DiffAsync(worktree, "f29.txt");
        Assert.Equal((false, 4000), (one.Truncated, one.Patch.Split('\n').Count(line => line == "+line of file 29")));
        var huge = await _repository.DiffAsync(worktree, "huge.txt");
        Assert.True(huge.Truncated);
        Assert.InRange(huge.Patch.Length, 3 << 20, 4 << 20);
    }

    [Fact]
    public async Task A_repository_inside_the_worktree_comes_in_as_files()
    {
        var worktree = await _repository.WorktreeAsync();
        var nested = Directory.CreateDirectory(Path.Combine(worktree.Path, "tools/nested")).FullName;
        GitIn(nested, "init", "-q");
        Repository.Write(nested, "deep/file.txt", "1\n");
        GitIn(nested, "config", "core.fsmonitor", $"touch {worktree.Path}/ran");
        Directory.CreateDirectory(Path.Combine(worktree.Path, "unborn"));
        GitIn(Path.Combine(worktree.Path, "unborn"), "init", "-q");
        Assert.Equal(["tools/nested/deep/file.txt"], (await _repository.DiffAsync(worktree)).Files.Select(file => file.Path));
        await _repository.CommitAsync(worktree);
        Repository.Write(nested, "deep/file.txt", "2\n");
        Repository.Write(nested, "other.txt", "2\n");
        await _repository.CommitAsync(worktree);
        Assert.Equal("2", _repository.Git("show", worktree.Branch + ":tools/nested/deep/file.txt"));
        Assert.Equal("2", _repository.Git("show", worktree.Branch + ":tools/nested/other.txt"));
        Assert.False(File.Exists(Path.Combine(worktree.Path, "ran")));
    }

    [Fact]
    public async Task What_was_done_in_a_submodule_is_committed_there_and_kept_in_the_repository()
    {
        using var library = new Repository();
        _repository.Git("submodule", "--quiet", "add", library.Root, "lib");
        _repository.Commit("A submodule");
        var worktree = await _repository.WorktreeAsync();
        Repository.Write(worktree.Path, "lib/b.txt", "changed\n");
        var merged = Good(await _repository.MergeAsync(worktree, MergeMode.Squash));
        Good(await _repository.Service.CleanUpAsync(merged.Worktree, force: false, Patience.Token));
        _repository.Git("submodule", "update", "--no-fetch");
        Assert.Equal("changed\n", _repository.Read("lib/b.txt"));
        Assert.Equal("", _repository.Status);
    }

    [Fact]
    public async Task Work_on_another_branch_or_in_the_middle_of_a_merge_is_found_and_the_branch_is_left_alone()
    {
        var worktree = await _repository.WorktreeAsync();
        GitIn(worktree.Path, "checkout", "-q", "-b", "somebodys");
        Repository.Write(worktree.Path, "b.txt", "changed\n");
        await _repository.CommitAsync(worktree);
        Assert.Equal(worktree.BaseCommit, _repository.Git("rev-parse", "somebodys"));
        Assert.Equal(["b.txt"], (await _repository.DiffAsync(worktree)).Files.Select(file => file.Path));

        var other = await _repository.WorktreeAsync();
        _repository.Write("b.txt", "main's\n");
        _repository.Commit("Second");
        Repository.Write(other.Path, "b.txt", "agent's\n");
        GitIn(other.Path, "commit", "-q", "-am", "Agent's");
        Assert.Throws<Xunit.Sdk.TrueException>(() => GitIn(other.Path, "merge", "main"));
        Repository.Write(other.Path, "b.txt", "both\n");
        await _repository.CommitAsync(other);
        Assert.Equal("2", GitIn(other.Path, "log", "-1", "--format=%p").Split(' ').Length.ToString());
    }

    [Fact]
    public async Task A_git_folder_that_an_agent_put_in_place_of_gits_own_is_not_believed()
    {
        var worktree = await _repository.WorktreeAsync();
        var evil = _repository.Folder("evil");
        GitIn(evil, "init", "-q");
        GitIn(evil, "config", "core.fsmonitor", $"touch {evil}/ran");
        GitIn(evil, "config", "filter.x.clean", $"touch {evil}/ran");
        Repository.Write(worktree.Path, ".git", $"gitdir: {evil}/.git\n");
        Repository.Write(worktree.Path, ".gitattributes", "* filter=x\n");
        Repository.Write(worktree.Path, "b.txt", "changed\n");
        Assert.Equal([".gitattributes", "b.txt"], (await _repository.DiffAsync(worktree)).Files.Select(file => file.Path));
        Good(await _repository.MergeAsync(worktree));
        Assert.Equal("changed\n", _repository.Read("b.txt"));
        Assert.False(File.Exists(Path.Combine(evil, "ran")));
    }

    [Fact]
    public async Task The_status_tells_what_is_in_no_commit()
    {
        var worktree = await _repository.WorktreeAsync();
        Repository.Write(worktree.Path, "new/ü.txt", "1\n");
        _repository.Git("config", "status.showUntrackedFiles", "no");
        var status = Good(await _repository.Service.StatusAsync(worktree, Patience.Token));
        Assert.Equal(["new/ü.txt"], status.Changed);
        Assert.Equal((worktree.BaseCommit, true), (status.Head, status.IsPresent));
    }

    [Fact]
    public async Task A_git_that_was_killed_with_its_agent_is_not_waited_for()
    {
        var worktree = await _repository.WorktreeAsync();
        Repository.Write(worktree.Path, "b.txt", "changed\n");
        File.SetLastWriteTimeUtc(Repository.Write(worktree.GitDir, "index.lock", ""), TimeProvider.System.GetUtcNow().UtcDateTime.AddMinutes(-1));
        await _repository.CommitAsync(worktree);
    }

    [Fact]
    public async Task A_call_that_is_given_up_ends_its_git()
    {
        var worktree = await _repository.WorktreeAsync();
        using var given = new CancellationTokenSource();
        var file = Path.Combine(worktree.Path, "pid");
        var running = new GitProgram().RunAsync(worktree.Path, new GitCall("-c", $"alias.wait=!echo $$ > {file}; exec sleep 1000", "wait"), given.Token);
        await Patience.UntilAsync(() => File.Exists(file) && File.ReadAllText(file).EndsWith('\n'));
        await given.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => running);
        await Patience.UntilAsync(() => !Directory.Exists("/proc/" + File.ReadAllText(file).Trim()));
    }

    public void Dispose() => _repository.Dispose();
}
