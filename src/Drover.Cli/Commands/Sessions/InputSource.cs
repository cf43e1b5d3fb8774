using System.Globalization;

namespace Drover.Cli.Commands.Sessions;

/// <summary>What this command's standard input is.</summary>
internal enum InputSource
{
    /// <summary>Nothing to be passed on: /dev/null, or a terminal that another program has in front (reading it would suspend this one).</summary>
    None,

    /// <summary>A terminal in whose foreground this command runs.</summary>
    Terminal,

    /// <summary>A pipe, a socket or a file: it has an end.</summary>
    Stream,
}

/// <summary>Finds out.</summary>
internal static class InputSources
{
    internal static InputSource Here()
        => !Console.IsInputRedirected ? IsInForeground() ? InputSource.Terminal : InputSource.None
            : new FileInfo("/proc/self/fd/0").LinkTarget is null or "/dev/null" ? InputSource.None
            : InputSource.Stream;

    // proc(5): pid (comm) state ppid pgrp session tty_nr tpgid …
    private static bool IsInForeground()
    {
        try
        {
            var stat = File.ReadAllText("/proc/self/stat");
            var fields = stat[(stat.LastIndexOf(')') + 2)..].Split(' ');
            return int.Parse(fields[2], CultureInfo.InvariantCulture) == int.Parse(fields[5], CultureInfo.InvariantCulture);
        }
        catch (IOException)
        {
            // No /proc, no Linux: then nothing is known and nothing is read.
            return false;
        }
    }
}
