using Drover.TestKit;

namespace Drover.EndToEndTests.Cli.Projects;

/// <summary>A home, and a folder that commands are run in.</summary>
internal sealed class ProjectFolder : IAsyncDisposable
{
    public ProjectFolder(string? yaml = null)
    {
        Home.WorkingDirectory = Files.Folder("shop");
        if (yaml is not null)
        {
            Write("drover.yaml", yaml);
        }
    }

    public DroverHome Home { get; } = new();

    public TempDir Files { get; } = new();

    public void Write(string name, string content) => Files.Write($"shop/{name}", content);

    public string Read(string name) => File.ReadAllText(Files[$"shop/{name}"]);

    public Task<ProgramResult> RunAsync(params string[] arguments) => Home.RunAsync(arguments);

    public async ValueTask DisposeAsync()
    {
        await Home.DisposeAsync();
        Files.Dispose();
    }
}
