using System.Text.RegularExpressions;

namespace Drover.Daemon.Features.Tasks.Guardrails.Shell;

/// <summary>Something that a command runs: a script still to be taken apart, or a command.</summary>
internal readonly record struct InnerCommand(string? Script, ShellCommand? Command);

/// <summary>Finds what a command runs in its turn: <c>sh -c</c>, <c>eval</c>, <c>sudo</c>, <c>xargs</c>, <c>find -exec</c>, code with <c>system("…")</c> in it.</summary>
internal static partial class ShellUnwrapper
{
    private static readonly HashSet<string> Shells = new(StringComparer.Ordinal) { "sh", "bash", "dash", "ash", "zsh", "ksh", "mksh", "fish", "rbash" };

    // The program, and those of its options that take the word behind them.
    private static readonly Dictionary<string, string[]> Wrappers = new(StringComparer.Ordinal)
    {
        ["sudo"] = ["-u", "-g", "-h", "-p", "-C", "-D", "-R", "-T", "-U", "-r", "-t", "--user", "--group", "--chdir", "--prompt"],
        ["doas"] = ["-u", "-C"],
        ["env"] = ["-u", "-C", "--unset", "--chdir"],
        ["nice"] = ["-n", "--adjustment"],
        ["ionice"] = ["-c", "-n", "-p", "--class", "--classdata"],
        ["chrt"] = [],
        ["taskset"] = [],
        ["nohup"] = [],
        ["setsid"] = [],
        ["stdbuf"] = ["-i", "-o", "-e"],
        ["timeout"] = ["-s", "-k", "--signal", "--kill-after"],
        ["time"] = ["-f", "-o"],
        ["command"] = [],
        ["builtin"] = [],
        ["exec"] = ["-a"],
        ["xargs"] = ["-I", "-i", "-n", "-P", "-L", "-d", "-E", "-s", "-a", "--max-args", "--max-procs", "--replace", "--delimiter", "--arg-file"],
        ["parallel"] = ["-j", "--jobs"],
        ["strace"] = ["-e", "-o", "-p"],
        ["busybox"] = [],
        ["toybox"] = [],
        ["chroot"] = ["--userspec"],
        ["unshare"] = [],
        ["nsenter"] = ["-t", "--target"],
        ["setpriv"] = [],
        ["catchsegv"] = [],
        ["caffeinate"] = [],
        ["systemd-run"] = ["-p", "--unit", "-u"],
        ["dbus-run-session"] = [],
        ["xvfb-run"] = ["-s", "-n"],
        ["flock"] = ["-w", "-E"],
        ["watch"] = ["-n", "--interval"],
        ["script"] = [],
        ["su"] = [],
        ["runuser"] = ["-u"],
    };

    // Wrappers whose first word without a dash is their own: a duration, a lock file, a folder, a mask.
    private static readonly HashSet<string> TakesOneWord = new(StringComparer.Ordinal) { "timeout", "flock", "chroot", "taskset", "chrt" };

    private static readonly HashSet<string> Interpreters = new(StringComparer.Ordinal)
    {
        "python", "python2", "python3", "node", "nodejs", "perl", "ruby", "php", "awk", "gawk", "mawk", "deno", "bun", "lua", "tclsh",
    };

    public static IEnumerable<InnerCommand> Inside(ShellCommand command)
    {
        if (command.Program is not { } program)
        {
            return [];
        }

        var words = command.Words;
        var name = program.FileName;
        if (Shells.Contains(name) || program.IsUnknown)
        {
            return OfShell(command);
        }

        return name switch
        {
            "eval" => [Script(Join(words.Skip(1)))],
            "trap" when words.Count > 1 => [Script(words[1].Text)],
            "alias" => words.Skip(1).Where(word => word.Text.Contains('=', StringComparison.Ordinal)).Select(word => Script(word.Text[(word.Text.IndexOf('=', StringComparison.Ordinal) + 1)..])),
            "find" or "fd" => OfFind(command),
            "git" => OfGitAlias(words),
            _ when Wrappers.TryGetValue(name, out var options) => OfWrapper(command, name, options),
            _ when Interpreters.Contains(name.TrimEnd('.', '0', '1', '2', '3', '4', '5', '6', '7', '8', '9')) || Interpreters.Contains(name) => OfCode(words),
            _ => [],
        };
    }

    public static bool IsShell(ShellCommand command) => command.Program is { } program && Shells.Contains(program.FileName);

    private static IEnumerable<InnerCommand> OfShell(ShellCommand command)
    {
        for (var n = 1; n < command.Words.Count; n++)
        {
            var word = command.Words[n].Text;
            if (word is "-o" or "-O" or "+o")
            {
                n++;
            }
            else if (word.StartsWith('-') && !word.StartsWith("--", StringComparison.Ordinal) && word.Contains('c', StringComparison.Ordinal))
            {
                var script = command.Words.Skip(n + 1).FirstOrDefault(next => !next.Text.StartsWith('-'));
                return script is null ? [] : [Script(script.Text)];
            }
            else if (!word.StartsWith('-') && !word.StartsWith('+'))
            {
                return [];
            }
        }

        return ShellOutput.InputOf(command) is { } input && IsShell(command) ? [Script(input)] : [];
    }

    private static IEnumerable<InnerCommand> OfWrapper(ShellCommand command, string name, string[] optionsWithValue)
    {
        var words = command.Words;
        var own = TakesOneWord.Contains(name) ? 1 : 0;
        for (var n = 1; n < words.Count; n++)
        {
            var word = words[n].Text;
            if (name is "command" && word is "-v" or "-V")
            {
                yield break;
            }

            if (name is "env" && word is "-S" or "--split-string" && n + 1 < words.Count)
            {
                yield return Script(words[n + 1].Text);
                yield break;
            }

            if (name is "su" or "runuser" or "script" or "flock" && word is "-c" or "--command" && n + 1 < words.Count)
            {
                yield return Script(words[n + 1].Text);
                yield break;
            }

            if (word is "--")
            {
                continue;
            }

            if (word.StartsWith('-') && word.Length > 1)
            {
                n += optionsWithValue.Contains(word, StringComparer.Ordinal) ? 1 : 0;
                continue;
            }

            var isAssignment = name is "env" or "sudo" or "doas" && word.IndexOf('=', StringComparison.Ordinal) is > 0 and var sign && ShellText.IsName(word.AsSpan(0, sign));
            if (isAssignment || name is "su" or "script" || own-- > 0)
            {
                continue;
            }

            // One word with blanks in it is what `watch` and `parallel` take for a script.
            yield return name is "watch" or "parallel" && n == words.Count - 1 && word.Contains(' ', StringComparison.Ordinal)
                ? Script(word)
                : new InnerCommand(null, command with { Words = [.. words.Skip(n), .. AppendedBy(command, name)], Assigned = [] });
            yield break;
        }

        if (name is "parallel" && ShellOutput.InputOf(command) is { } lines)
        {
            yield return Script(lines);
        }
    }

    // xargs gives what it reads as further arguments.
    private static IEnumerable<ShellWord> AppendedBy(ShellCommand command, string name) => name is "xargs" && ShellOutput.InputOf(command) is { } input
        ? input.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries).Select(ShellWord.Of)
        : [];

    private static IEnumerable<InnerCommand> OfFind(ShellCommand command)
    {
        for (var n = 1; n < command.Words.Count; n++)
        {
            if (command.Words[n].Text is "-exec" or "-execdir" or "-ok" or "-okdir" or "-x" or "-X" or "--exec" or "--exec-batch")
            {
                var inner = command.Words.Skip(n + 1).TakeWhile(word => word.Text is not (";" or "+")).ToList();
                n += inner.Count;
                yield return new InnerCommand(null, new ShellCommand(inner, [], []));
            }
        }
    }

    // git -c alias.x=push x
    private static IEnumerable<InnerCommand> OfGitAlias(IReadOnlyList<ShellWord> words)
    {
        const string prefix = "alias.";
        foreach (var word in words)
        {
            var sign = word.Text.IndexOf('=', StringComparison.Ordinal);
            if (word.Text.StartsWith(prefix, StringComparison.Ordinal) && sign > 0)
            {
                var value = word.Text[(sign + 1)..];
                yield return Script(value.StartsWith('!') ? value[1..] : "git " + value);
            }
        }
    }

    private static IEnumerable<InnerCommand> OfCode(IReadOnlyList<ShellWord> words)
    {
        foreach (var word in words.Skip(1).Where(word => word.Text.Contains('(', StringComparison.Ordinal) || word.Text.Contains('`', StringComparison.Ordinal)))
        {
            foreach (Match call in ProcessCall().Matches(word.Text))
            {
                var literals = Literal().Matches(call.Groups["arguments"].Value).Select(match => match.Groups["text"].Value);
                yield return Script(string.Join(' ', literals));
            }
        }
    }

    private static InnerCommand Script(string text) => new(text, null);

    private static string Join(IEnumerable<ShellWord> words) => string.Join(' ', words.Select(word => word.Text));

    [GeneratedRegex(@"\b(?:system|popen\d?|Popen|exec(?:Sync|File|FileSync|[lv]p?e?)?|spawn(?:Sync|[lv]p?e?)?|run|call|check_call|check_output|getoutput|shell_exec|passthru)\s*\(?(?<arguments>[^)]*)", RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 1000)]
    private static partial Regex ProcessCall();

    [GeneratedRegex("""(?<quote>["'`])(?<text>.*?)\k<quote>""", RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant | RegexOptions.Singleline, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Literal();
}
