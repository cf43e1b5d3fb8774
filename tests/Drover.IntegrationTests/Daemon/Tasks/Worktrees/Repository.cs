using System.Diagnostics;
using Drover.Contracts.Errors;
using Drover.Contracts.Tasks;
using Drover.Daemon.Features.Tasks.Worktrees;
using Drover.TestKit;
using Xunit;

namespace Drover.IntegrationTests.Daemon.Tasks.Worktrees;

/// <summary>A repository with <c>main</c> checked out, and worktrees of tasks.</summary>
internal sealed class Repository : IDisposable
{
    private readonly TempDir _folder = new();
    private int _tasks;

    public Repository(bool isEmpty = false)
    {
        Root = _folder.Folder("repo");
        State = _folder.Folder("state");
        Service = new WorktreeService(WorktreeFolders.In(State), TimeProvider.System);
        Git("init", "-q", "-b", "main");
        Identify(Root);
        if (!isEmpty)
        {
            Write("a.txt", "one\ntwo\nthree\n");
            Write("b.txt", "b\n");
            Write("web/app.js", "app\n");
            Write(".gitignore", ".env\n*.log\n");
            Commit("First");
        }
    }

    public string Root { get; }

    public string State { get; }

    public WorktreeService Service { get; }

    public string Head => Git("rev-parse", "HEAD");

    public string Status => Git("status", "--porcelain", "--untracked-files=all");

    public string this[string name] => Path.Combine(Root, name);

    public string Folder(string name) => _folder.Folder(name);

    public string Write(string name, string text) => Write(Root, name, text);

    public string Read(string name) => File.ReadAllText(this[name]);

    public void Commit(string message)
    {
        Git("add", "-A");
        Git("commit", "-q", "-m", message);
    }

    public string Git(params string[] arguments) => GitIn(Root, arguments);

    /// <summary>A worktree of a new task.</summary>
    public async Task<Worktree> WorktreeAsync(string? workspace = null, string title = "Mend the login", IReadOnlyList<string>? copyIn = null, string? at = null) =>
        Assert.IsType<Worktree>((await CreateAsync(workspace, title, copyIn, at)).Worktree);

    public async Task<CreatedWorktree> CreateAsync(string? workspace = null, string title = "Mend the login", IReadOnlyList<string>? copyIn = null, string? at = null) =>
        Good(await Service.CreateAsync(new WorktreeWish(workspace ?? Root, $"{++_tasks:x8}-0000-4000-8000-000000000000", title, at, copyIn), Patience.Token));

    public Task<Result<Merged>> MergeAsync(Worktree worktree, MergeMode mode = MergeMode.Apply, string? expected = null, params string[] globs) =>
        Service.MergeAsync(worktree, new MergeWish(mode, "Mend the login", expected, globs), Patience.Token);

    public async Task<TaskDiff> DiffAsync(Worktree worktree, string? file = null) => Good(await Service.DiffAsync(worktree, file, Patience.Token));

    public async Task<string> CommitAsync(Worktree worktree) => Good(await Service.CommitAsync(worktree, "What was left", Patience.Token));

    /// <summary>Everything that a merge must leave alone when it is refused: commit, index, every file.</summary>
    public string Everything() => string.Join('\n',
    [
        File.Exists(this[".git/HEAD"]) ? File.ReadAllText(this[".git/HEAD"]) : "",
        GitIn(Root, "for-each-ref", "--format=%(refname) %(objectname)", "refs/heads/main"),
        GitIn(Root, "ls-files", "--stage"),
        .. new DirectoryInfo(Root).EnumerateFiles("*", new EnumerationOptions { RecurseSubdirectories = true, AttributesToSkip = FileAttributes.None })
            .Where(file => !file.FullName.StartsWith(this[".git/"], StringComparison.Ordinal))
            .Select(file => $"{file.FullName} {file.UnixFileMode} {file.LinkTarget ?? (file.Length < 1 << 20 ? File.ReadAllText(file.FullName) : $"{file.Length}")}").Order(StringComparer.Ordinal),
    ]);

    public void Dispose() => _folder.Dispose();

    public static string Write(string root, string name, string text)
    {
        var path = Path.Combine(root, name);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.WriteAllText(path, text);
        return path;
    }

    public static void Identify(string root)
    {
        GitIn(root, "config", "user.name", "Ada");
        GitIn(root, "config", "user.email", "ada@example.org");
        GitIn(root, "config", "commit.gpgSign", "false");
    }

    public static T Good<T>(Result<T> result)
    {
        Assert.True(result.IsSuccess, result.Error?.ToString());
        return result.Value;
    }

    public static Error Bad<T>(Result<T> result, string code)
    {
        Assert.False(result.IsSuccess, "succeeded, where it should be refused");
        Assert.Equal((code, true), (result.Error!.Code, result.Error.Message.Length > 0));
        return result.Error;
    }

    public static string GitIn(string folder, params string[] arguments)
    {
        var start = new ProcessStartInfo("git", ["-c", "core.quotePath=false", "-c", "protocol.file.allow=always", .. arguments])
        {
            WorkingDirectory = folder,
            UseShellExecute = false,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        using var process = Process.Start(start)!;
        var errors = process.StandardError.ReadToEndAsync();
        var output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        Assert.True(process.ExitCode == 0, $"git {string.Join(' ', arguments)}: {output} {errors.GetAwaiter().GetResult()}");
        return output.TrimEnd('\n');
    }
}
