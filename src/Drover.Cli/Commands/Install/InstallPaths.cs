using System.CommandLine;
using Drover.Cli.CommandLine;

namespace Drover.Cli.Commands.Install;

/// <summary>Where things are installed below a prefix, and which launcher is meant.</summary>
internal sealed record InstallPaths(string Prefix)
{
    internal static string Home => Environment.GetEnvironmentVariable("HOME") is { Length: > 0 } home ? home : "/";

    internal static string DefaultPrefix => Path.Combine(Home, ".local");

    internal static Option<string> PrefixOption(string description) => Values.PathName("--prefix", "DIR", $"{description} (default ~/.local)");

    internal static InstallPaths Of(Invocation call, Option<string> prefix) => new(Path.GetFullPath(call.Get(prefix) ?? DefaultPrefix));

    internal string Program => Path.Combine(Prefix, "bin", "drover");

    internal string Bash => Path.Combine(Prefix, "share", "bash-completion", "completions", "drover");

    internal string Zsh => Path.Combine(Prefix, "share", "zsh", "site-functions", "_drover");

    internal string Fish => Path.Combine(Prefix, "share", "fish", "vendor_completions.d", "drover.fish");

    internal string Man => Path.Combine(Prefix, "share", "man", "man1", "drover.1");

    /// <summary>The link to the launcher. It may point at a checkout that is gone by now.</summary>
    internal bool IsInstalled => new FileInfo(Program).LinkTarget is { } target && Path.GetFileName(target) is "drover";

    /// <summary>What is at the program's place without being Drover's; null when nothing is.</summary>
    internal string? InTheWay => !IsInstalled && (File.Exists(Program) || new FileInfo(Program).LinkTarget is not null || Directory.Exists(Program)) ? Program : null;

    /// <summary>
    /// The launcher script of the checkout this program was built in, because it rebuilds what has changed; the program itself where there is none.
    /// </summary>
    internal static string Launcher()
    {
        for (var folder = Path.GetDirectoryName(AppContext.BaseDirectory); folder is not null; folder = Path.GetDirectoryName(folder))
        {
            var script = Path.Combine(folder, "drover");
            if (File.Exists(Path.Combine(folder, "Drover.slnx")) && File.Exists(script))
            {
                return script;
            }
        }

        return Environment.ProcessPath ?? Path.Combine(AppContext.BaseDirectory, "drover");
    }

    /// <summary>The checkout the launcher belongs to; null for an installed package.</summary>
    internal static string? Checkout()
    {
        var folder = Path.GetDirectoryName(Launcher());
        return folder is not null && File.Exists(Path.Combine(folder, "Drover.slnx")) ? folder : null;
    }
}
