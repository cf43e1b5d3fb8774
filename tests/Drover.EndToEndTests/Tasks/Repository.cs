using System.Diagnostics;
using Drover.TestKit;
using Xunit;

namespace Drover.EndToEndTests.Tasks;

/// <summary>A git repository with a commit in it, which a home's commands run in.</summary>
internal sealed class Repository : IDisposable
{
    private readonly TempDir _folder = new();

    private Repository()
    {
    }

    public string Path => _folder.Path;

    public static async Task<Repository> InAsync(DroverHome home)
    {
        var repository = new Repository();
        await repository.GitAsync("init", "-q", "-b", "main");
        await repository.GitAsync("config", "user.name", "Tess");
        await repository.GitAsync("config", "user.email", "tess@example.org");
        repository.Write("a.txt", "one\ntwo\nthree\n");
        repository.Write("b.txt", "other\n");
        await repository.CommitAsync("begin");
        home.WorkingDirectory = repository.Path;
        return repository;
    }

    public void Write(string file, string text) => _folder.Write(file, text);

    public string Read(string file) => File.ReadAllText(_folder[file]);

    public bool Has(string file) => File.Exists(_folder[file]);

    public async Task CommitAsync(string message)
    {
        await GitAsync("add", "-A");
        await GitAsync("commit", "-q", "-m", message);
    }

    public async Task<string> GitAsync(params string[] words)
    {
        await using var git = RunningProgram.Start(new ProcessStartInfo("git", words) { WorkingDirectory = Path });
        git.Input.Close();
        var end = await git.EndAsync();
        Assert.True(end.ExitCode == 0, end.Error);
        return end.Output;
    }

    public void Dispose() => _folder.Dispose();
}
