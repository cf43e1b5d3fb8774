using System.Diagnostics;
using Drover.TestKit;

namespace Drover.EndToEndTests.Cli;

/// <summary>Presses TAB in a real shell that has the completion script of the built program.</summary>
internal static class Shell
{
    // compgen -c would offer every program of this machine.
    private const string Bash =
        """
        set -u; source "$1/drover"; line=$2
        read -ra COMP_WORDS <<<"${line//=/ = }"; [[ $line == *' ' ]] && COMP_WORDS+=('')
        COMP_CWORD=$((${#COMP_WORDS[@]} - 1)) COMPREPLY=()
        compgen() { [[ $1 == -c ]] || builtin compgen "$@"; }
        _drover
        printf '%s\n' ${COMPREPLY[@]+"${COMPREPLY[@]}"}
        """;

    // An interactive zsh on a terminal of its own, where TAB is a key. Each word it adds to its list is printed, too.
    private const string Zsh =
        """
        zmodload zsh/zpty || exit 9
        setup() {
          PROMPT= PS2=
          fpath=($1 $fpath)
          autoload -Uz compinit; compinit -u -D
          bindkey '^I' complete-word
          started() { print -r -- '<begin>' }
          finished() { print -r -- '<end>'; exit }
          compprefuncs=(started) comppostfuncs=(finished)
          _files() { : }
          compadd() {
            if [[ ${@[1,(i)(-|--)]} == *-(O|A|D)\ * ]]; then builtin compadd "$@"; return; fi
            local -a hits; builtin compadd -A hits "$@"
            (( $#hits )) && print -rl -- $hits
            builtin compadd "$@"
          }
        }
        zpty z zsh -f -i
        zpty -w z "$(functions setup); setup ${(q)1}; print rea''dy"
        local line
        zpty -r z line '*ready*'
        zpty -w -n z "$2"$'\t'
        zpty -r z line '*<end>*'
        print -r -- ${${line##*<begin>}%%<end>*}
        """;

    private const string Fish = "source $argv[1]/drover; complete -C $argv[2] | string replace -r '\\t.*' ''; or true";

    internal static IReadOnlyList<string> All { get; } = ["bash", "zsh", "fish"];

    internal static async Task<IReadOnlyList<string>> OffersAsync(string shell, DroverHome home, string line, string? at = null)
    {
        using var folder = new TempDir();
        folder.Write(shell is "zsh" ? "_drover" : "drover", (await home.RunAsync("completion", shell)).Succeeded().Output);
        ProcessStartInfo start = shell switch
        {
            "bash" => new("bash", ["-c", Bash, "bash", folder.Path, line]),
            "zsh" => new("zsh", ["-f", "-c", Zsh, "zsh", folder.Path, line]),
            _ => new("fish", ["--no-config", "-c", Fish, folder.Path, line]),
        };
        start.WorkingDirectory = at ?? folder.Path;
        start.Environment["PATH"] = $"{Path.GetDirectoryName(Children.Drover)}:/usr/local/bin:/usr/bin:/bin";
        start.Environment["DROVER_HOME"] = start.Environment["HOME"] = home.Path;
        start.Environment["TERM"] = "dumb";
        await using var running = RunningProgram.Start(start);
        running.Input.Close();
        var offers = (await running.EndAsync()).Succeeded().Output.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        return [.. offers.Distinct().Order(StringComparer.Ordinal)];
    }
}
