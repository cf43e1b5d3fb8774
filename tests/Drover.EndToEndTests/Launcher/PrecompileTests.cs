using System.Diagnostics;
using System.Reflection.PortableExecutable;
using Drover.TestKit;
using Xunit;

namespace Drover.EndToEndTests.Launcher;

public sealed class PrecompileTests : IDisposable
{
    private readonly TempDir _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task A_built_folder_is_compiled_in_place_and_still_runs()
    {
        var program = CopyOfTheProgram();

        (await RunAsync(Script, _folder["program"], _folder["objects"])).Succeeded();

        Assert.True(HasMachineCode(Path.Combine(program, "Drover.Daemon.dll")));
        Assert.Contains("drover", (await RunAsync(Path.Combine(program, "drover"), "--version")).Succeeded().Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_folder_that_cannot_be_compiled_stays_as_it_is()
    {
        Directory.CreateDirectory(_folder["program"]);
        var broken = _folder.Write("program/broken.dll", "no assembly");

        Assert.NotEqual(0, (await RunAsync(Script, _folder["program"], _folder["objects"])).ExitCode);

        Assert.Equal("no assembly", await File.ReadAllTextAsync(broken));
        Assert.Equal([broken], Directory.GetFileSystemEntries(_folder["program"]));
    }

    private static string Script => Path.Combine(Children.RepositoryRoot, "eng/precompile/precompile.sh");

    private static async Task<ProgramResult> RunAsync(string program, params string[] arguments)
    {
        await using var running = RunningProgram.Start(new ProcessStartInfo(program, arguments));
        return await running.EndAsync();
    }

    private static bool HasMachineCode(string assembly)
    {
        using var file = new PEReader(File.OpenRead(assembly));
        return file.PEHeaders.CorHeader!.ManagedNativeHeaderDirectory.Size > 0;
    }

    private string CopyOfTheProgram()
    {
        var program = Directory.CreateDirectory(_folder["program"]).FullName;
        var built = Path.GetDirectoryName(Children.Drover)!;
        foreach (var file in Directory.GetFiles(built).Where(file => Path.GetExtension(file) is ".dll" or ".json" or ""))
        {
            File.Copy(file, Path.Combine(program, Path.GetFileName(file)));
        }

        return program;
    }
}
