using System.Diagnostics;
using Drover.TestKit;

namespace Drover.EndToEndTests.Cli;

/// <summary>
/// A clone with the built program in it, and where it was cloned from. Its launcher does not build; it notes its calls with the version it came
/// in, so that it can be seen which one was run.
/// </summary>
internal sealed class Checkout : IDisposable
{
    private const string LauncherText = "#!/bin/sh\nhere=$(dirname \"$(readlink -f \"$0\")\")\necho \"{0} $*\" >>\"$here/calls.txt\"\nexec \"$here/artifacts/drover\" \"$@\"\n";

    private readonly TempDir _folder = new();

    private Checkout()
    {
    }

    /// <summary>The program that was built in the clone.</summary>
    internal string Program => _folder["clone/artifacts/drover"];

    internal string Launcher => _folder["clone/drover"];

    /// <summary>Calls of the launcher: its version and its words.</summary>
    internal IReadOnlyList<string> Calls => File.Exists(_folder["clone/calls.txt"]) ? File.ReadAllLines(_folder["clone/calls.txt"]) : [];

    internal static async Task<Checkout> MakeAsync()
    {
        var checkout = new Checkout();
        checkout._folder.Write("upstream/Drover.slnx", "");
        await checkout.GitAsync("init", "--quiet", "upstream");
        await checkout.PublishAsync("one");
        await checkout.GitAsync("clone", "--quiet", "upstream", "clone");
        var built = Path.GetDirectoryName(Children.Drover)!;
        Directory.CreateDirectory(checkout._folder["clone/artifacts"]);
        foreach (var file in Directory.EnumerateFiles(built))
        {
            File.Copy(file, Path.Combine(checkout._folder["clone/artifacts"], Path.GetFileName(file)));
        }

        return checkout;
    }

    /// <summary>A new version for whoever pulls.</summary>
    internal async Task PublishAsync(string version)
    {
        File.SetUnixFileMode(
            _folder.Write("upstream/drover", LauncherText.Replace("{0}", version, StringComparison.Ordinal)),
            UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        await GitAsync("-C", "upstream", "add", "--all");
        await GitAsync("-C", "upstream", "-c", "user.name=Test", "-c", "user.email=test@example.org", "commit", "--quiet", "--message", version);
    }

    /// <summary>A change in the clone that stands in the way of the next version.</summary>
    internal void Change() => File.AppendAllText(Launcher, "# mine\n");

    public void Dispose() => _folder.Dispose();

    private async Task GitAsync(params string[] words)
    {
        var start = new ProcessStartInfo("git", words) { WorkingDirectory = _folder.Path };
        start.Environment["GIT_CONFIG_GLOBAL"] = "/dev/null";
        await using var git = RunningProgram.Start(start);
        (await git.EndAsync()).Succeeded();
    }
}
