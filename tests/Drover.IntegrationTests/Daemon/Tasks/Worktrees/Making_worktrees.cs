using Drover.Contracts.Errors;
using Drover.Daemon.Features.Tasks.Worktrees;
using Drover.TestKit;
using Xunit;
using static Drover.IntegrationTests.Daemon.Tasks.Worktrees.Repository;

namespace Drover.IntegrationTests.Daemon.Tasks.Worktrees;

public sealed class Making_worktrees : IDisposable
{
    private readonly Repository _repository = new();

    [Fact]
    public async Task A_task_gets_its_own_checkout_of_HEAD_on_its_own_branch()
    {
        _repository.Write("a.txt", "not committed\n");
        var worktree = await _repository.WorktreeAsync();

        Assert.StartsWith(Path.Combine(_repository.State, "worktrees", "repo-"), worktree.Path, StringComparison.Ordinal);
        Assert.Equal("drover/00000001-mend-the-login", worktree.Branch);
        Assert.Equal((_repository.Head, "refs/heads/main"), (worktree.BaseCommit, worktree.BaseRef));
        Assert.Equal("one\ntwo\nthree\n", File.ReadAllText(Path.Combine(worktree.Path, "a.txt")));
        Assert.Equal(" M a.txt", _repository.Status);
    }

    [Fact]
    public async Task A_workspace_below_the_top_is_the_same_folder_in_the_worktree_even_when_git_has_nothing_in_it()
    {
        Assert.Equal("app\n", File.ReadAllText(Path.Combine((await _repository.WorktreeAsync(_repository["web"])).Folder, "app.js")));
        Directory.CreateDirectory(_repository["new/empty"]);
        var worktree = await _repository.WorktreeAsync(_repository["new/empty"]);
        Assert.Equal("new/empty", worktree.Subfolder);
        Assert.True(Directory.Exists(worktree.Folder));
    }

    [Fact]
    public async Task A_folder_that_is_not_in_git_gets_none_and_that_is_no_error()
    {
        var created = await _repository.CreateAsync(_repository.Folder("plain"));
        Assert.Null(created.Worktree);
    }

    [Fact]
    public async Task Of_a_detached_HEAD_and_of_any_base_the_commit_counts()
    {
        var first = _repository.Head;
        _repository.Write("c.txt", "c\n");
        _repository.Commit("Second");
        _repository.Git("checkout", "-q", "--detach");
        var detached = await _repository.WorktreeAsync();
        Assert.Equal((_repository.Head, null), (detached.BaseCommit, detached.BaseRef));
        Assert.Equal(first, (await _repository.WorktreeAsync(at: "HEAD~1")).BaseCommit);
        Assert.Equal("refs/heads/main", (await _repository.WorktreeAsync(at: "main")).BaseRef);
        foreach (var nothing in (string[])["no-such-branch", "--upload-pack=x", "HEAD:a.txt", ""])
        {
            Bad(await _repository.Service.CreateAsync(new WorktreeWish(_repository.Root, "1", "x", nothing), Patience.Token), ErrorCodes.WorktreeBaseNotFound);
        }
    }

    [Fact]
    public async Task A_repository_without_a_commit_begins_with_nothing_and_takes_the_work_as_its_first()
    {
        using var empty = new Repository(isEmpty: true);
        empty.Write("mine.txt", "mine\n");
        var worktree = await empty.WorktreeAsync();
        Repository.Write(worktree.Path, "theirs.txt", "theirs\n");
        Good(await empty.MergeAsync(worktree, Contracts.Tasks.MergeMode.Squash));
        Assert.Equal("1", empty.Git("rev-list", "--count", "main"));
        Assert.Equal(("mine\n", "theirs\n", "?? mine.txt"), (empty.Read("mine.txt"), empty.Read("theirs.txt"), empty.Status));
    }

    [Fact]
    public async Task A_repository_without_a_commit_that_gets_one_meanwhile_takes_the_work_all_the_same()
    {
        using var empty = new Repository(isEmpty: true);
        var worktree = await empty.WorktreeAsync();
        Repository.Write(worktree.Path, "theirs.txt", "theirs\n");
        empty.Write("mine.txt", "mine\n");
        empty.Commit("First");
        Good(await empty.MergeAsync(worktree));
        Assert.Equal(("theirs\n", "?? theirs.txt"), (empty.Read("theirs.txt"), empty.Status));
    }

    [Fact]
    public async Task Branches_that_are_there_are_never_taken_over()
    {
        _repository.Git("branch", "drover/00000001-mend-the-login");
        Assert.Equal("drover/00000001-mend-the-login-2", (await _repository.WorktreeAsync()).Branch);
        using var other = new Repository();
        other.Git("branch", "drover");
        Assert.Equal("drover-00000001-mend-the-login", (await other.WorktreeAsync()).Branch);
    }

    [Theory]
    [InlineData("", "task")]
    [InlineData("--force; rm -rf /", "force-rm-rf")]
    [InlineData("Größe ändern", "gr-e-ndern")]
    [InlineData("../../etc/passwd.lock", "etc-passwd-lock")]
    public async Task Any_title_makes_a_branch(string title, string slug) =>
        Assert.EndsWith("-" + slug, (await _repository.WorktreeAsync(title: title)).Branch, StringComparison.Ordinal);

    [Theory]
    [InlineData("../x")]
    [InlineData("-x")]
    [InlineData("a/b")]
    [InlineData("")]
    public async Task An_id_that_is_a_path_is_refused(string id) =>
        Bad(await _repository.Service.CreateAsync(new WorktreeWish(_repository.Root, id, "x"), Patience.Token), ErrorCodes.RequestInvalidValue);

    [Fact]
    public async Task Files_of_the_copy_in_list_come_along_and_are_never_committed()
    {
        _repository.Write(".env", "SECRET=1\n");
        _repository.Write("web/.env.local", "X=1\n");
        File.SetUnixFileMode(_repository[".env"], UnixFileMode.UserRead | UnixFileMode.UserWrite);
        var worktree = await _repository.WorktreeAsync(copyIn: [".env", "**/.env.local", "../outside", "a.txt"]);

        Assert.Equal("SECRET=1\n", File.ReadAllText(Path.Combine(worktree.Path, ".env")));
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(Path.Combine(worktree.Path, ".env")));
        Repository.Write(worktree.Path, "b.txt", "changed\n");
        Assert.Equal(["b.txt"], (await _repository.DiffAsync(worktree)).Files.Select(file => file.Path));
        Good(await _repository.MergeAsync(worktree));
        Assert.Equal("b.txt", _repository.Git("diff", "--name-only", worktree.BaseCommit, worktree.Branch));
    }

    [Fact]
    public async Task A_copied_file_never_goes_through_a_link_that_the_repository_has()
    {
        var outside = _repository.Folder("outside");
        Directory.CreateDirectory(_repository["config"]);
        File.CreateSymbolicLink(_repository["linked"], outside);
        _repository.Commit("A link");
        _repository.Git("rm", "-q", "--cached", "linked");
        File.Delete(_repository["linked"]);
        _repository.Write("linked/.env", "SECRET=1\n");
        var created = await _repository.CreateAsync(copyIn: ["**/.env"]);
        Assert.Single(created.Warnings);
        Assert.Empty(Directory.GetFiles(outside));
    }

    [Fact]
    public async Task Submodules_are_filled_from_what_is_on_disk()
    {
        using var library = new Repository();
        _repository.Git("submodule", "--quiet", "add", library.Root, "libs/lib");
        _repository.Commit("A submodule");
        Directory.Move(library.Root, library.Root + "-away");
        var created = await _repository.CreateAsync();
        Assert.Empty(created.Warnings);
        Assert.Equal("b\n", File.ReadAllText(Path.Combine(created.Worktree!.Path, "libs/lib/b.txt")));
        Assert.Equal(library.Root, GitIn(Path.Combine(created.Worktree.Path, "libs/lib"), "remote", "get-url", "origin"));
    }

    [Fact]
    public async Task A_checkout_whose_git_folder_is_a_file_has_worktrees_too()
    {
        _repository.Git("worktree", "add", "-q", "-b", "side", Path.Combine(_repository.Folder("sides"), "side"));
        var side = Path.Combine(_repository.Folder("sides"), "side");
        var worktree = await _repository.WorktreeAsync(side);
        Repository.Write(worktree.Path, "new.txt", "new\n");
        Good(await _repository.MergeAsync(worktree, Contracts.Tasks.MergeMode.Squash));
        Assert.Equal("Mend the login", GitIn(side, "log", "-1", "--format=%s"));
        Assert.Equal(("", ""), (_repository.Status, GitIn(side, "status", "--porcelain")));
        Assert.False(File.Exists(_repository["new.txt"]));
    }

    [Fact]
    public async Task Many_at_once_get_one_each()
    {
        var made = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => _repository.WorktreeAsync())).Patiently();
        Assert.Equal(8, made.Select(worktree => worktree.Branch).Distinct().Count());
        Assert.Equal(9, _repository.Git("worktree", "list").Split('\n').Length);
    }

    [Fact]
    public async Task Where_the_data_folder_is_behind_a_link_submodules_work_too()
    {
        using var library = new Repository();
        _repository.Git("submodule", "--quiet", "add", library.Root, "lib");
        _repository.Commit("A submodule");
        var link = Path.Combine(_repository.Folder("a/b/c"), "link");
        Directory.CreateSymbolicLink(link, _repository.State);
        var service = new WorktreeService(WorktreeFolders.In(link), TimeProvider.System);
        var worktree = Good(await service.CreateAsync(new WorktreeWish(_repository.Root, "7", "x"), Patience.Token)).Worktree!;
        Repository.Write(worktree.Path, "lib/b.txt", "changed\n");
        Good(await service.CommitAsync(worktree, "x", Patience.Token));
        Assert.Equal("lib", Assert.Single(Good(await service.DiffAsync(worktree, null, Patience.Token)).Files).Path);
        Good(await service.CleanUpAsync(worktree, force: true, Patience.Token));
        Assert.False(Directory.Exists(worktree.Path));
    }

    [Fact]
    public async Task A_task_in_place_has_a_diff_of_its_own_changes_and_nothing_to_merge()
    {
        _repository.Write("mine.txt", "mine before\n");
        var place = Good(await _repository.Service.InPlaceAsync(_repository["web"], "in-place", Patience.Token))!;
        Assert.Empty((await _repository.DiffAsync(place)).Files);
        _repository.Write("web/app.js", "the task's\n");
        var diff = await _repository.DiffAsync(place);
        Assert.Equal((false, null, "web/app.js"), (diff.Isolated, diff.WorktreePath, Assert.Single(diff.Files).Path));
        Bad(await _repository.MergeAsync(place), ErrorCodes.TaskNotIsolated);
        Bad(await _repository.Service.CleanUpAsync(place, force: true, Patience.Token), ErrorCodes.TaskNotIsolated);
        Assert.Equal(" M web/app.js\n?? mine.txt", _repository.Status);
        Assert.Null(Good(await _repository.Service.InPlaceAsync(_repository.Folder("plain"), "x", Patience.Token)));
    }

    [Fact]
    public async Task Hooks_of_the_repository_do_not_run()
    {
        foreach (var hook in (string[])["post-checkout", "pre-commit", "commit-msg", "pre-push", "reference-transaction", "post-merge", "pre-rebase"])
        {
            _repository.Write(".git/hooks/" + hook, $"#!/bin/sh\necho {hook} >> {_repository[".git/ran"]}\nexit 1\n");
            File.SetUnixFileMode(_repository[".git/hooks/" + hook], UnixFileMode.UserRead | UnixFileMode.UserExecute);
        }

        var worktree = await _repository.WorktreeAsync();
        Repository.Write(worktree.Path, "b.txt", "changed\n");
        Good(await _repository.MergeAsync(worktree, Contracts.Tasks.MergeMode.Merge));
        Good(await _repository.Service.CleanUpAsync(worktree, force: false, Patience.Token));
        Assert.False(File.Exists(_repository[".git/ran"]));
    }

    public void Dispose() => _repository.Dispose();
}
