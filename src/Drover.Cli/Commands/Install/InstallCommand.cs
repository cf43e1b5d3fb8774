using System.Text.Json;
using Drover.Cli.CommandLine;
using Drover.Contracts.Errors;

namespace Drover.Cli.Commands.Install;

/// <summary><c>drover install</c>: puts drover on the PATH, with completion and man page, and says what it did.</summary>
internal static class InstallCommand
{
    internal static CliCommand Build(string name)
    {
        var prefix = InstallPaths.PrefixOption("Install below this folder");
        var force = Values.Flag("--force", "Replace what is there even if Drover did not put it there");
        return new CliCommand(name)
        {
            Options = { prefix, force },
            Run = call => Task.FromResult(Install(call, InstallPaths.Of(call, prefix), call.Get(force))),
            Remarks = "Only a link and text files are written; drover uninstall removes exactly those.",
            Examples = ["drover install", "sudo drover install --prefix /usr/local"],
        };
    }

    private static int Install(Invocation call, InstallPaths paths, bool force)
    {
        var launcher = InstallPaths.Launcher();
        try
        {
            if (!force && paths.InTheWay is { } foreign)
            {
                return call.Fail(new Error(ErrorCodes.InstallFailed, $"{foreign} is there already and is not Drover's. --force replaces it."));
            }

            Directory.CreateDirectory(Path.GetDirectoryName(paths.Program)!);
            File.Delete(paths.Program);
            File.CreateSymbolicLink(paths.Program, launcher);
            call.Say($"linked {paths.Program} → {launcher}");
            foreach (var (path, text) in Texts(paths))
            {
                Directory.CreateDirectory(Path.GetDirectoryName(path)!);
                File.WriteAllText(path, text);
                call.Say($"wrote  {path}");
            }
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            return call.Fail(new Error(ErrorCodes.InstallFailed, $"{failure.Message} Another --prefix may be writable."));
        }

        var folder = Path.GetDirectoryName(paths.Program)!;
        if (!(Environment.GetEnvironmentVariable("PATH") ?? "").Split(':').Contains(folder, StringComparer.Ordinal))
        {
            call.Say($"{folder} is not on your PATH yet. Add to your shell's profile: export PATH=\"{folder}:$PATH\"");
        }

        call.Say("Completion is there in new shells (bash needs the package bash-completion). drover uninstall undoes all of this.");
        if (call.Json)
        {
            call.Out.Write($"{{\"program\":\"{JsonEncodedText.Encode(paths.Program)}\",\"launcher\":\"{JsonEncodedText.Encode(launcher)}\"}}\n");
        }

        return ExitCodes.Ok;
    }

    private static IEnumerable<(string Path, string Text)> Texts(InstallPaths paths) =>
    [
        (paths.Bash, BashCompletion.Script()),
        (paths.Zsh, ZshCompletion.Script()),
        (paths.Fish, FishCompletion.Script()),
        (paths.Man, ManPage.Text()),
    ];
}
