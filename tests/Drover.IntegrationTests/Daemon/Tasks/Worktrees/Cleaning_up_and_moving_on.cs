using Drover.Contracts.Errors;
using Drover.Contracts.Tasks;
using Drover.TestKit;
using Xunit;
using static Drover.IntegrationTests.Daemon.Tasks.Worktrees.Repository;
using Worktree = Drover.Daemon.Features.Tasks.Worktrees.Worktree;

namespace Drover.IntegrationTests.Daemon.Tasks.Worktrees;

public sealed class Cleaning_up_and_moving_on : IDisposable
{
    private readonly Repository _repository = new();

    [Fact]
    public async Task Unmerged_work_is_cleaned_up_by_force_only_and_comes_back()
    {
        var worktree = await WorkAsync();
        Bad(await CleanAsync(worktree), ErrorCodes.WorktreeUnmerged);
        Assert.True(Directory.Exists(worktree.Path));
        Good(await CleanAsync(worktree, force: true));
        Assert.False(Directory.Exists(worktree.Path));
        Assert.Equal("", _repository.Git("branch", "--list", "drover/*"));
        Assert.Equal("changed", _repository.Git("show", worktree.KeptRef + ":a.txt"));
        Assert.Single(_repository.Git("worktree", "list").Split('\n'));

        var diff = await _repository.DiffAsync(worktree);
        Assert.Equal((null, "a.txt"), (diff.WorktreePath, Assert.Single(diff.Files).Path));
        var restored = Good(await _repository.Service.RestoreAsync(worktree, [], Patience.Token)).Worktree!;
        Assert.Equal((worktree.Branch, "changed\n"), (restored.Branch, File.ReadAllText(Path.Combine(restored.Path, "a.txt"))));
        Bad(await _repository.Service.RestoreAsync(worktree, [], Patience.Token), ErrorCodes.WorktreeExists);
        Good(await _repository.MergeAsync(restored));
    }

    [Theory]
    [InlineData(MergeMode.Apply)]
    [InlineData(MergeMode.Squash)]
    [InlineData(MergeMode.Merge)]
    public async Task Merged_work_needs_no_force_and_later_work_does(MergeMode mode)
    {
        var worktree = Good(await _repository.MergeAsync(await WorkAsync(), mode)).Worktree;
        Repository.Write(worktree.Path, "later.txt", "later\n");
        Bad(await CleanAsync(worktree), ErrorCodes.WorktreeUnmerged);
        GitIn(worktree.Path, "reset", "-q", "--hard", worktree.MergedHead!);
        Repository.Write(worktree.Path, "noise.log", "ignored\n");
        Good(await CleanAsync(worktree));
        Assert.False(Directory.Exists(worktree.Path));
    }

    [Fact]
    public async Task A_worktree_without_changes_goes_and_with_a_filled_submodule_too()
    {
        using var library = new Repository();
        _repository.Git("submodule", "--quiet", "add", library.Root, "lib");
        _repository.Commit("A submodule");
        var worktree = await _repository.WorktreeAsync();
        Good(await CleanAsync(worktree));
        Assert.False(Directory.Exists(worktree.Path));
    }

    [Fact]
    public async Task A_worktree_removed_by_hand_loses_only_what_was_not_committed()
    {
        var worktree = await WorkAsync();
        await _repository.CommitAsync(worktree);
        Repository.Write(worktree.Path, "lost.txt", "lost\n");
        Directory.Delete(worktree.Path, recursive: true);
        Assert.Equal("a.txt", Assert.Single((await _repository.DiffAsync(worktree)).Files).Path);
        var status = Good(await _repository.Service.StatusAsync(worktree, Patience.Token));
        Assert.False(status.IsPresent);
        var restored = Good(await _repository.Service.RestoreAsync(worktree, [], Patience.Token)).Worktree!;
        Assert.Equal("changed\n", File.ReadAllText(Path.Combine(restored.Path, "a.txt")));
        Directory.Delete(restored.Path, recursive: true);
        Good(await _repository.MergeAsync(restored, MergeMode.Squash));
        Assert.Equal("changed\n", _repository.Read("a.txt"));
        Good(await CleanAsync(restored, force: true));
        Assert.Single(_repository.Git("worktree", "list").Split('\n'));
    }

    [Fact]
    public async Task A_worktree_that_git_was_told_to_forget_still_has_its_files()
    {
        var worktree = await WorkAsync();
        Directory.Delete(worktree.GitDir, recursive: true);
        Assert.Equal("a.txt", Assert.Single((await AfterCommitAsync(worktree)).Files).Path);
        Bad(await CleanAsync(worktree), ErrorCodes.WorktreeUnmerged);
        Good(await CleanAsync(worktree, force: true));
        Assert.Equal("changed", _repository.Git("show", worktree.KeptRef + ":a.txt"));
        Assert.False(Directory.Exists(worktree.Path));
    }

    [Fact]
    public async Task When_nothing_is_left_of_the_work_it_is_said()
    {
        var worktree = await WorkAsync();
        Directory.Delete(worktree.Path, recursive: true);
        _repository.Git("worktree", "prune");
        _repository.Git("branch", "-D", worktree.Branch);
        Bad(await _repository.MergeAsync(worktree), ErrorCodes.WorktreeGone);
        Bad(await _repository.Service.DiffAsync(worktree, null, Patience.Token), ErrorCodes.WorktreeGone);
        Bad(await _repository.Service.RestoreAsync(worktree, [], Patience.Token), ErrorCodes.WorktreeGone);
        Good(await CleanAsync(worktree));
    }

    [Fact]
    public async Task A_branch_that_has_more_than_the_work_is_not_deleted()
    {
        var worktree = await WorkAsync();
        await _repository.CommitAsync(worktree);
        GitIn(worktree.Path, "checkout", "-q", "--detach", "HEAD~1");
        Good(await CleanAsync(worktree, force: true));
        Assert.Equal("changed", _repository.Git("show", worktree.Branch + ":a.txt"));
    }

    [Theory]
    [InlineData(UpdateMode.Rebase, "1")]
    [InlineData(UpdateMode.Merge, "2")]
    public async Task The_work_gets_onto_a_base_that_moved(UpdateMode mode, string commits)
    {
        var worktree = await WorkAsync();
        _repository.Write("web/app.js", "moved\n");
        _repository.Commit("Second");
        Assert.True((await _repository.DiffAsync(worktree)).BaseMoved);
        var updated = Good(await _repository.Service.UpdateAsync(worktree, mode, Patience.Token));
        var diff = await _repository.DiffAsync(updated);
        Assert.Equal((_repository.Head, false, "a.txt"), (updated.BaseCommit, diff.BaseMoved, Assert.Single(diff.Files).Path));
        Assert.Equal(("moved\n", commits), (File.ReadAllText(Path.Combine(updated.Path, "web/app.js")), _repository.Git("rev-list", "--count", $"main..{worktree.Branch}")));
        Assert.Equal("", GitIn(updated.Path, "status", "--porcelain"));
        Assert.Equal(updated, Good(await _repository.Service.UpdateAsync(updated, mode, Patience.Token)));
        Good(await _repository.MergeAsync(updated, MergeMode.Squash));
    }

    [Theory]
    [InlineData(UpdateMode.Rebase)]
    [InlineData(UpdateMode.Merge)]
    public async Task An_update_with_conflicts_leaves_the_work_as_it_was(UpdateMode mode)
    {
        var worktree = await WorkAsync();
        var head = await _repository.CommitAsync(worktree);
        _repository.Write("a.txt", "main's\n");
        _repository.Commit("Second");
        var error = Bad(await _repository.Service.UpdateAsync(worktree, mode, Patience.Token), ErrorCodes.MergeConflicts);
        Assert.Equal("a.txt", error.Details!["files"]);
        Assert.Contains("main's", error.Details["conflicts"], StringComparison.Ordinal);
        Assert.Equal((head, ""), (GitIn(worktree.Path, "rev-parse", worktree.Branch), GitIn(worktree.Path, "status", "--porcelain")));
        Assert.Equal(head, GitIn(worktree.Path, "rev-parse", "HEAD"));
    }

    [Fact]
    public async Task A_rebase_of_the_agents_own_is_not_touched()
    {
        var worktree = await WorkAsync();
        await _repository.CommitAsync(worktree);
        _repository.Write("a.txt", "main's\n");
        _repository.Commit("Second");
        Assert.Throws<Xunit.Sdk.TrueException>(() => GitIn(worktree.Path, "rebase", "main"));
        Bad(await _repository.Service.UpdateAsync(worktree, UpdateMode.Rebase, Patience.Token), ErrorCodes.WorktreeBusy);
        Assert.True(Directory.Exists(Path.Combine(worktree.GitDir, "rebase-merge")));
    }

    [Fact]
    public async Task The_work_is_pushed_to_a_branch_of_a_remote_and_never_over_another()
    {
        var remote = _repository.Folder("remote.git");
        GitIn(remote, "init", "-q", "--bare");
        _repository.Git("remote", "add", "origin", remote);
        var worktree = await WorkAsync();
        Good(await _repository.Service.PushAsync(worktree, null, null, Patience.Token));
        Assert.Equal("changed", GitIn(remote, "show", worktree.Branch + ":a.txt"));
        Good(await _repository.Service.PushAsync(worktree, "origin", "for/review", Patience.Token));

        var other = await WorkAsync();
        Repository.Write(other.Path, "other.txt", "other\n");
        Bad(await _repository.Service.PushAsync(other, "origin", "for/review", Patience.Token), ErrorCodes.GitPushRejected);
        Bad(await _repository.Service.PushAsync(other, remote, null, Patience.Token), ErrorCodes.GitRemoteNotFound);
        Bad(await _repository.Service.PushAsync(other, "--receive-pack=x", null, Patience.Token), ErrorCodes.GitRemoteNotFound);
        Bad(await _repository.Service.PushAsync(other, null, "a..b", Patience.Token), ErrorCodes.RequestInvalidValue);
    }

    public void Dispose() => _repository.Dispose();

    private async Task<Worktree> WorkAsync()
    {
        var worktree = await _repository.WorktreeAsync();
        Repository.Write(worktree.Path, "a.txt", "changed\n");
        return worktree;
    }

    private async Task<TaskDiff> AfterCommitAsync(Worktree worktree)
    {
        await _repository.CommitAsync(worktree);
        return await _repository.DiffAsync(worktree);
    }

    private Task<Result<string>> CleanAsync(Worktree worktree, bool force = false) => _repository.Service.CleanUpAsync(worktree, force, Patience.Token);
}
