using System.Diagnostics;
using Drover.TestKit;

namespace Drover.EndToEndTests.Launcher;

/// <summary>
/// A source tree with the real launcher and the real build script, but a compiler of no patience: a <c>dotnet</c> that notes each build and makes
/// a program that prints its source. So the launcher's own decisions are tested in milliseconds.
/// </summary>
internal sealed class SourceTree : IDisposable
{
    private const string Compiler = """
        #!/bin/sh
        case $1 in
          --version) echo 10.0.400 ;;
          build)
            echo build >>builds.txt
            while [ -e hold-build ]; do sleep 0.01; done
            if grep -q BROKEN src/program.txt; then echo "src/program.txt(1,1): error CS1001: it is broken [x.csproj]"; exit 1; fi
            mkdir -p artifacts/launcher/bin/Drover.Cli/release
            { echo "#!/bin/sh"; echo "echo '$(cat src/program.txt)' \"\$@\" nofile=\$DROVER_NOFILE"; } >artifacts/launcher/bin/Drover.Cli/release/drover
            chmod +x artifacts/launcher/bin/Drover.Cli/release/drover ;;
        esac
        """;

    private readonly TempDir _folder = new();

    public SourceTree(string program)
    {
        foreach (var file in new[] { "drover", "eng/build.sh" })
        {
            Directory.CreateDirectory(Path.GetDirectoryName(_folder[file])!);
            File.Copy(Path.Combine(Children.RepositoryRoot, file), _folder[file]);
        }

        foreach (var file in new[] { "Directory.Build.props", "Directory.Packages.props", "global.json", "nuget.config", ".editorconfig" })
        {
            _folder.Write(file, "");
        }

        File.SetUnixFileMode(_folder.Write("bin/dotnet", Compiler), UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        Write(program);
    }

    public string Launcher => _folder["drover"];

    public int Builds => File.Exists(_folder["builds.txt"]) ? File.ReadAllLines(_folder["builds.txt"]).Length : 0;

    public string this[string name] => _folder[name];

    /// <summary>Changes the sources.</summary>
    public void Write(string program) => _folder.Write("src/program.txt", program);

    public RunningProgram Start(string launcher, params string[] arguments)
    {
        var start = new ProcessStartInfo(launcher, arguments) { WorkingDirectory = "/" };
        start.Environment["PATH"] = $"{_folder["bin"]}:/usr/local/bin:/usr/bin:/bin";
        return RunningProgram.Start(start);
    }

    public async Task<ProgramResult> RunAsync(params string[] arguments)
    {
        await using var program = Start(Launcher, arguments);
        return await program.EndAsync();
    }

    public void Dispose() => _folder.Dispose();
}
