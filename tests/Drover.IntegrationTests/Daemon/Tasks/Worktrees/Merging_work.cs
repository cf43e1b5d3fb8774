using Drover.Contracts.Errors;
using Drover.Contracts.Tasks;
using Drover.TestKit;
using Xunit;
using static Drover.IntegrationTests.Daemon.Tasks.Worktrees.Repository;

namespace Drover.IntegrationTests.Daemon.Tasks.Worktrees;

public sealed class Merging_work : IDisposable
{
    private readonly Repository _repository = new();

    [Fact]
    public async Task Apply_leaves_uncommitted_changes_and_the_index_as_it_was()
    {
        var worktree = await WorkAsync();
        _repository.Write("staged.txt", "mine\n");
        _repository.Git("add", "staged.txt");
        _repository.Write("web/app.js", "mine too\n");
        var head = _repository.Head;
        var merged = Good(await _repository.MergeAsync(worktree));

        Assert.Equal(head, _repository.Head);
        Assert.Equal(" M a.txt\n D b.txt\nA  staged.txt\n M web/app.js\n?? new.txt", _repository.Status);
        Assert.Equal(("one\n2\nthree\n", "mine\n", "mine too\n"), (_repository.Read("a.txt"), _repository.Read("staged.txt"), _repository.Read("web/app.js")));
        Assert.Equal((3, null), (merged.Files, merged.Commit));
        Bad(await _repository.MergeAsync(merged.Worktree), ErrorCodes.MergeAlreadyMerged);
    }

    [Fact]
    public async Task Squash_is_one_commit_of_the_user_and_leaves_what_is_staged_staged()
    {
        var worktree = await WorkAsync();
        _repository.Write("staged.txt", "mine\n");
        _repository.Git("add", "staged.txt");
        var merged = Good(await _repository.MergeAsync(worktree, MergeMode.Squash));

        Assert.Equal(merged.Commit, _repository.Head);
        Assert.Equal("Ada <ada@example.org>|Mend the login|" + worktree.BaseCommit, _repository.Git("log", "-1", "--format=%an <%ae>|%s|%P"));
        Assert.Equal("A  staged.txt", _repository.Status);
        Assert.False(File.Exists(_repository["b.txt"]));
        Bad(await _repository.MergeAsync(merged.Worktree, MergeMode.Squash), ErrorCodes.MergeAlreadyMerged);
    }

    [Fact]
    public async Task Merge_is_a_merge_commit_with_the_work_behind_it()
    {
        var worktree = await WorkAsync();
        _repository.Write("web/app.js", "moved on\n");
        _repository.Commit("Second");
        var ours = _repository.Head;
        var merged = Good(await _repository.MergeAsync(worktree, MergeMode.Merge));
        Assert.Equal($"{ours} {merged.Head}", _repository.Git("log", "-1", "--format=%P"));
        Assert.Equal(("", "one\n2\nthree\n", "moved on\n"), (_repository.Status, _repository.Read("a.txt"), _repository.Read("web/app.js")));
        Bad(await _repository.MergeAsync(merged.Worktree, MergeMode.Merge), ErrorCodes.MergeAlreadyMerged);
    }

    [Theory]
    [InlineData(MergeMode.Apply)]
    [InlineData(MergeMode.Squash)]
    [InlineData(MergeMode.Merge)]
    public async Task Every_kind_of_change_arrives_as_it_is(MergeMode mode)
    {
        var worktree = await _repository.WorktreeAsync();
        File.WriteAllBytes(Path.Combine(worktree.Path, "image.bin"), [0, 0xff, 0xfe, 13, 10, 0]);
        File.Move(Path.Combine(worktree.Path, "a.txt"), Path.Combine(worktree.Path, "größe.txt"));
        File.SetUnixFileMode(Path.Combine(worktree.Path, "b.txt"), UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        File.CreateSymbolicLink(Path.Combine(worktree.Path, "link"), "/etc/passwd");
        Directory.Delete(Path.Combine(worktree.Path, "web"), recursive: true);
        Repository.Write(worktree.Path, "web", "a file now\n");
        Repository.Write(worktree.Path, "crlf.txt", "a\r\nb\r\n");
        Good(await _repository.MergeAsync(worktree, mode));

        Assert.Equal([0, 0xff, 0xfe, 13, 10, 0], File.ReadAllBytes(_repository["image.bin"]));
        Assert.Equal(("one\ntwo\nthree\n", "a file now\n", "a\r\nb\r\n"), (_repository.Read("größe.txt"), _repository.Read("web"), _repository.Read("crlf.txt")));
        Assert.True(File.GetUnixFileMode(_repository["b.txt"]).HasFlag(UnixFileMode.UserExecute));
        Assert.Equal("/etc/passwd", new FileInfo(_repository["link"]).LinkTarget);
        Assert.False(File.Exists(_repository["a.txt"]));
        Assert.Equal(mode == MergeMode.Apply, _repository.Status.Length > 0);
    }

    [Fact]
    public async Task A_name_that_is_no_text_arrives_too()
    {
        var worktree = await _repository.WorktreeAsync();
        Sh(worktree.Path, "printf 'x\\n' > \"$(printf 'caf\\351.txt')\"");
        var file = Assert.Single((await _repository.DiffAsync(worktree)).Files);
        Assert.Equal("caf\ufffd.txt", file.Path);
        Good(await _repository.MergeAsync(worktree));
        Assert.Equal("x", Sh(_repository.Root, "cat \"$(printf 'caf\\351.txt')\""));
        Sh(_repository.Root, $"rm caf* {worktree.Path}/caf*");
    }

    [Fact]
    public async Task Conflicts_are_told_with_their_text_and_nothing_is_touched()
    {
        var worktree = await WorkAsync();
        _repository.Write("a.txt", "one\nzwei\nthree\n");
        _repository.Write("b.txt", "still wanted\n");
        _repository.Commit("Second");
        foreach (var mode in Enum.GetValues<MergeMode>())
        {
            var error = await RefusedAsync(worktree, ErrorCodes.MergeConflicts, mode);
            Assert.Equal("a.txt\nb.txt", error.Details!["files"]);
            Assert.Contains("\nzwei\n=======\n2\n>>>>>>> ", error.Details["conflicts"], StringComparison.Ordinal);
            Assert.Contains("(modify/delete): b.txt", error.Details["conflicts"], StringComparison.Ordinal);
        }
    }

    [Theory]
    [InlineData(MergeMode.Apply)]
    [InlineData(MergeMode.Squash)]
    public async Task A_touched_file_that_has_changes_refuses_whether_staged_changed_deleted_or_hidden_from_git(MergeMode mode)
    {
        var worktree = await WorkAsync();
        _repository.Write("a.txt", "mine\n");
        Assert.Equal("a.txt", (await RefusedAsync(worktree, ErrorCodes.MergeTargetDirty, mode)).Details!["files"]);
        _repository.Git("add", "a.txt");
        await RefusedAsync(worktree, ErrorCodes.MergeTargetDirty, mode);
        _repository.Write("a.txt", "one\ntwo\nthree\n");
        await RefusedAsync(worktree, ErrorCodes.MergeTargetDirty, mode);
        _repository.Git("reset", "-q", "--hard");
        File.Delete(_repository["a.txt"]);
        await RefusedAsync(worktree, ErrorCodes.MergeTargetDirty, mode);
        _repository.Git("reset", "-q", "--hard");
        _repository.Git("update-index", "--assume-unchanged", "a.txt");
        _repository.Write("a.txt", "hidden\n");
        await RefusedAsync(worktree, ErrorCodes.MergeTargetDirty, mode);
    }

    [Theory]
    [InlineData("new.txt", MergeMode.Apply)]
    [InlineData("new.txt", MergeMode.Merge)]
    [InlineData("new.txt/inside.txt", MergeMode.Squash)]
    public async Task An_untracked_file_in_the_way_refuses(string name, MergeMode mode)
    {
        var worktree = await WorkAsync();
        _repository.Write(name, "mine\n");
        await RefusedAsync(worktree, ErrorCodes.MergeWouldOverwrite, mode);
    }

    [Fact]
    public async Task An_ignored_file_or_a_link_in_the_way_refuses_as_well()
    {
        var worktree = await _repository.WorktreeAsync();
        Repository.Write(worktree.Path, "notes.log", "theirs\n");
        Repository.Write(worktree.Path, "deep/er/file.txt", "theirs\n");
        GitIn(worktree.Path, "add", "-f", "notes.log");
        _repository.Write("notes.log", "mine\n");
        Assert.Equal("notes.log", (await RefusedAsync(worktree, ErrorCodes.MergeWouldOverwrite)).Details!["files"]);
        File.Delete(_repository["notes.log"]);
        var outside = _repository.Folder("outside");
        File.CreateSymbolicLink(_repository["deep"], outside);
        Assert.Equal("deep", (await RefusedAsync(worktree, ErrorCodes.MergeWouldOverwrite)).Details!["files"]);
        Assert.Empty(Directory.GetFileSystemEntries(outside));
        File.Delete(_repository["deep"]);
        Good(await _repository.MergeAsync(worktree));
    }

    [Fact]
    public async Task A_target_in_the_middle_of_something_refuses()
    {
        var worktree = await WorkAsync();
        _repository.Git("checkout", "-q", "-b", "side");
        _repository.Write("web/app.js", "side\n");
        _repository.Commit("Side");
        _repository.Git("checkout", "-q", "main");
        _repository.Write("web/app.js", "main\n");
        _repository.Commit("Main");
        Assert.Throws<Xunit.Sdk.TrueException>(() => _repository.Git("merge", "side"));
        await RefusedAsync(worktree, ErrorCodes.MergeTargetBusy);
        _repository.Git("merge", "--abort");
        Good(await _repository.MergeAsync(worktree));
    }

    [Fact]
    public async Task Only_what_was_reviewed_is_merged()
    {
        var worktree = await WorkAsync();
        var head = await _repository.CommitAsync(worktree);
        Repository.Write(worktree.Path, "late.txt", "late\n");
        var error = Bad(await _repository.MergeAsync(worktree, expected: head), ErrorCodes.MergeHeadMoved);
        Bad(await _repository.MergeAsync(worktree, expected: ""), ErrorCodes.MergeHeadMoved);
        Assert.Equal("", _repository.Status);
        Good(await _repository.MergeAsync(worktree, expected: error.Details!["head"]));
    }

    [Fact]
    public async Task Nothing_to_merge_is_said()
    {
        var worktree = await _repository.WorktreeAsync();
        Bad(await _repository.MergeAsync(worktree), ErrorCodes.MergeNothing);
        Repository.Write(worktree.Path, "noise.log", "ignored\n");
        Bad(await _repository.MergeAsync(worktree, MergeMode.Merge), ErrorCodes.MergeNothing);
    }

    [Fact]
    public async Task Files_outside_of_what_is_allowed_refuse()
    {
        var worktree = await WorkAsync();
        File.Move(Path.Combine(worktree.Path, "web/app.js"), Path.Combine(worktree.Path, "web/main.js"));
        var error = Bad(await _repository.MergeAsync(worktree, MergeMode.Apply, null, "*.txt", "web/main.*"), ErrorCodes.MergeFilesNotAllowed);
        Assert.Equal("web/app.js", error.Details!["files"]);
        Good(await _repository.MergeAsync(worktree, MergeMode.Apply, null, "?.txt", "new.*", "web/**"));
    }

    [Fact]
    public async Task Work_that_goes_on_after_a_squash_is_merged_again()
    {
        var worktree = await WorkAsync();
        worktree = Good(await _repository.MergeAsync(worktree, MergeMode.Squash)).Worktree;
        Repository.Write(worktree.Path, "a.txt", "one\nII\nthree\n");
        var merged = Good(await _repository.MergeAsync(worktree, MergeMode.Squash));
        Assert.Equal(("one\nII\nthree\n", 1, ""), (_repository.Read("a.txt"), merged.Files, _repository.Status));
    }

    [Theory]
    [InlineData(MergeMode.Apply)]
    [InlineData(MergeMode.Squash)]
    public async Task A_merge_that_fails_among_its_files_is_taken_back(MergeMode mode)
    {
        _repository.Write(".gitattributes", "*.js filter=broken\n");
        _repository.Commit("A filter");
        var worktree = await _repository.WorktreeAsync();
        Repository.Write(worktree.Path, "a.txt", "changed\n");
        Repository.Write(worktree.Path, "before/it.txt", "new\n");
        Repository.Write(worktree.Path, "web/new.js", "new\n");
        Repository.Write(worktree.Path, "z.txt", "new\n");
        File.Delete(Path.Combine(worktree.Path, "b.txt"));
        await _repository.CommitAsync(worktree);
        _repository.Write("mine.txt", "mine\n");
        _repository.Git("config", "filter.broken.smudge", "exit 1 #");
        _repository.Git("config", "filter.broken.required", "true");
        await RefusedAsync(worktree, ErrorCodes.GitFailed, mode);
        _repository.Git("config", "--unset", "filter.broken.smudge");
        _repository.Git("config", "--unset", "filter.broken.required");
        Good(await _repository.MergeAsync(worktree, mode));
    }

    [Fact]
    public async Task Two_merges_at_once_end_as_one_after_the_other()
    {
        var first = await _repository.WorktreeAsync();
        var second = await _repository.WorktreeAsync();
        Repository.Write(first.Path, "first.txt", "1\n");
        Repository.Write(second.Path, "second.txt", "2\n");
        foreach (var merged in await Task.WhenAll(_repository.MergeAsync(first, MergeMode.Squash), _repository.MergeAsync(second, MergeMode.Squash)).Patiently())
        {
            Good(merged);
        }

        Assert.Equal(("", "3"), (_repository.Status, _repository.Git("rev-list", "--count", "HEAD")));
    }

    [Fact]
    public async Task Five_thousand_files_and_a_large_one_arrive()
    {
        var worktree = await _repository.WorktreeAsync();
        for (var number = 0; number < 5000; number++)
        {
            Repository.Write(worktree.Path, $"many/{number % 50}/{number}.txt", $"{number}\n");
        }

        using (var large = File.OpenHandle(Path.Combine(worktree.Path, "large.bin"), FileMode.Create, FileAccess.Write))
        {
            RandomAccess.Write(large, "end"u8, 200 << 20);
        }

        var diff = await _repository.DiffAsync(worktree);
        Assert.Equal((5001, true), (diff.Files.Count, diff.Files.Single(file => file.Path == "large.bin").Binary));
        Good(await _repository.MergeAsync(worktree, MergeMode.Squash));
        Assert.Equal((200 << 20) + 3, new FileInfo(_repository["large.bin"]).Length);
        Assert.Equal("", _repository.Status);
    }

    public void Dispose() => _repository.Dispose();

    // a.txt changed, b.txt deleted, new.txt added.
    private async Task<Drover.Daemon.Features.Tasks.Worktrees.Worktree> WorkAsync()
    {
        var worktree = await _repository.WorktreeAsync();
        Repository.Write(worktree.Path, "a.txt", "one\n2\nthree\n");
        Repository.Write(worktree.Path, "new.txt", "new\n");
        File.Delete(Path.Combine(worktree.Path, "b.txt"));
        return worktree;
    }

    private async Task<Error> RefusedAsync(Drover.Daemon.Features.Tasks.Worktrees.Worktree worktree, string code, MergeMode mode = MergeMode.Apply)
    {
        var before = _repository.Everything();
        var error = Bad(await _repository.MergeAsync(worktree, mode), code);
        Assert.Equal(before, _repository.Everything());
        return error;
    }

    private static string Sh(string folder, string script)
    {
        using var process = System.Diagnostics.Process.Start(new System.Diagnostics.ProcessStartInfo("/bin/sh", ["-c", script]) { WorkingDirectory = folder, RedirectStandardOutput = true, UseShellExecute = false })!;
        var output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return output.TrimEnd('\n');
    }
}
